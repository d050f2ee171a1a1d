package verify

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

var update = flag.Bool("update", false, "write the table of README.md anew")

const tableFrom = "<!-- Below: go test ./hooks/verify -run TestReadme -update -->\n"

func TestReadmeHasTheTable(t *testing.T) {
	data, err := os.ReadFile("README.md")
	require.NoError(t, err)
	head, _, ok := strings.Cut(string(data), tableFrom)
	require.True(t, ok, "README.md has no line %q", tableFrom)
	want := head + tableFrom + table()
	if *update {
		require.NoError(t, os.WriteFile("README.md", []byte(want), 0o644))
		return
	}
	assert.Equal(t, want, string(data), "run it with -update")
}

func table() string {
	rows := slices.Clone(all)
	slices.SortStableFunc(rows, func(a, b *Issuer) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Rules[0], b.Rules[0]))
	})
	names := map[string]bool{}
	asked := 0
	var b strings.Builder
	b.WriteString("\n| Issuer | Rules | Request | Tells, of one that lives | Host |\n|---|---|---|---|---|\n")
	for _, i := range rows {
		tells := i.Tells
		if i.Doubt != "" {
			tells += "; never inactive, because " + i.Doubt
		}
		request := "`" + i.how() + "`"
		if i.Cannot != "" {
			request = i.Cannot
		} else {
			asked++
			names[i.Name] = true
		}
		fmt.Fprintf(&b, "| [%s](%s) | %s | %s | %s | %s |\n", i.Title, i.Docs, strings.Join(code(i.Rules), " "), cell(request), cell(tells), host(i))
	}
	fmt.Fprintf(&b, "\n%d issuers, %d kinds of request.\n", len(names), asked)
	return b.String()
}

// host says where an issuer is asked, and how to name it.
func host(i *Issuer) string {
	var hosts []string
	for _, base := range i.Bases {
		hosts = append(hosts, strings.TrimPrefix(base, "https://"))
	}
	switch {
	case i.Cannot != "":
		return ""
	case len(hosts) == 0:
		return "only yours, `" + i.Name + "`"
	case i.Local:
		return strings.Join(hosts, " ") + ", or yours, `" + i.Name + "`"
	}
	return strings.Join(hosts, " ") + ", `" + i.Name + "`"
}

func code(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, "`"+s+"`")
	}
	return out
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

// TestReadmeExample reads the rule that README.md shows.
func TestReadmeExample(t *testing.T) {
	data, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(data), "```toml\n[[rules]]")
	require.True(t, ok)
	text, _, ok := strings.Cut(rest, "```")
	require.True(t, ok)
	c, err := rules.Parse("README.md", []byte("[[rules]]"+text), rules.Native)
	require.NoError(t, err)
	assert.NotNil(t, c.Set.Rules[0].Verify)
	assert.NotNil(t, c.Set.Rules[0].Revoke)
}
