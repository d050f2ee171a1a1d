package main

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/revoke"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/hooks/verify"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var update = flag.Bool("update", false, "write the outputs in the documents anew")

var documents = []string{"README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"}

// block is a fenced block of a document.
type block struct {
	language   string
	text       string
	start, end int // of text in the document
}

var fence = regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```$")

func blocks(document string) (out []block) {
	for _, m := range fence.FindAllStringSubmatchIndex(document, -1) {
		out = append(out, block{document[m[2]:m[3]], document[m[4]:m[5]], m[4], m[5]})
	}
	return out
}

func readDocument(t *testing.T, name string) string {
	data, err := os.ReadFile("../../" + name)
	require.NoError(t, err)
	return string(data)
}

// TestSessions runs the commands after "$ " in console blocks, and compares what
// they print.
func TestSessions(t *testing.T) {
	sh := newShell(t)
	for _, name := range documents {
		doc := readDocument(t, name)
		var now strings.Builder
		at := 0
		for _, b := range blocks(doc) {
			if b.language == "console" {
				now.WriteString(doc[at:b.start])
				for _, line := range strings.Split(b.text, "\n") {
					if command, ok := strings.CutPrefix(line, "$ "); ok {
						now.WriteString(line + "\n" + sh.run(command))
					}
				}
				at = b.end
			}
		}
		now.WriteString(doc[at:])
		if *update && now.String() != doc {
			require.NoError(t, os.WriteFile("../../"+name, []byte(now.String()), 0o644))
			continue
		}
		assert.Equal(t, now.String(), doc, "%s is out of date: go test ./cmd/leaksieve -update", name)
	}
}

// shell runs commands where the documents' examples are.
type shell struct {
	t   *testing.T
	dir string
	env []string
}

func newShell(t *testing.T) *shell {
	dir := t.TempDir()
	bin := filepath.Join(dir, "bin")
	build := exec.Command("go", "build", "-o", filepath.Join(bin, "leaksieve"), ".")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	work := filepath.Join(dir, "work")
	require.NoError(t, os.Mkdir(work, 0o700))
	sh := &shell{t: t, dir: work, env: []string{
		"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C.UTF-8",
		"GIT_CEILING_DIRECTORIES=" + dir, "GIT_TEMPLATE_DIR=", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=init.defaultBranch", "GIT_CONFIG_VALUE_0=main",
		"GIT_AUTHOR_NAME=Ada Park", "GIT_AUTHOR_EMAIL=ada@shop.example", "GIT_AUTHOR_DATE=2026-03-04T05:06:07Z",
		"GIT_COMMITTER_NAME=Ada Park", "GIT_COMMITTER_EMAIL=ada@shop.example", "GIT_COMMITTER_DATE=2026-03-04T05:06:07Z", "SOURCE_DATE_EPOCH=1773187200",
	}}
	sh.example()
	return sh
}

// example makes the files that the documents talk about.
func (s *shell) example() {
	s.file("shop/app.py", "print('shop')\n")
	s.run("git init -q shop && cd shop && git add . && git commit -qm 'Start the shop'")
	s.file("shop/deploy/settings.env", draw(s.t, "AWS_ACCESS_KEY_ID={{aws-key-id:AKIA}}\nGITHUB_TOKEN={{github:ghp_}}\n"))
	s.run("cd shop && git add . && git commit -qm 'Add the settings of production'")
	s.run("cd shop && git rm -q deploy/settings.env && git commit -qm 'Oops'")
	s.file("payment.py", draw(s.t, `client = stripe.StripeClient("sk_live_{{alnum:24}}")`+"\n"))

	for _, b := range blocks(readDocument(s.t, "CONTRIBUTING.md")) {
		if b.language == "toml" || b.language == "txtar" {
			s.file("acme."+b.language, b.text)
		}
	}
}

func draw(t *testing.T, template string) string {
	samples, err := rules.ParseSamples([]byte("-- want none --\n"+template), rand.New(rand.NewSource(7)))
	require.NoError(t, err)
	return samples[0].Data
}

func (s *shell) file(name, content string) {
	path := filepath.Join(s.dir, name)
	require.NoError(s.t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(s.t, os.WriteFile(path, []byte(content), 0o600))
}

func (s *shell) run(command string) string {
	c := exec.Command("sh", "-c", command)
	c.Dir, c.Env = s.dir, s.env
	out, err := c.CombinedOutput()
	if _, failed := err.(*exec.ExitError); !failed {
		require.NoError(s.t, err)
	}
	return string(out)
}

// The two commands of the README are what a new user runs.
func TestFirstCommands(t *testing.T) {
	sh := newShell(t)
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	var first []string
	for _, b := range blocks(readDocument(t, "README.md")) {
		if b.language == "sh" {
			first = strings.Split(strings.TrimSpace(b.text), "\n")
			break
		}
	}
	require.Len(t, first, 2)
	assert.Equal(t, "go test ./...", first[1])
	repo := filepath.Join(sh.dir, "shop")
	sh.env = append(os.Environ(), "LC_ALL=C.UTF-8")
	sh.dir = root
	out := sh.run(strings.Replace(first[0], "path/to/a/repository", repo, 1))
	assert.Contains(t, out, "deploy/settings.env:2:14")
	assert.Contains(t, out, "GitHub")
}

// Every command and flag that the documents name is one of the program's.
func TestFlags(t *testing.T) {
	root := newRoot(&app{})
	known := map[string]bool{}
	var names []string
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		names = append(names, c.CommandPath())
		c.Flags().VisitAll(func(f *pflag.Flag) { known["--"+f.Name], known["-"+f.Shorthand] = true, true })
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(root)
	flags := regexp.MustCompile(`(?:^|[\s` + "`" + `])(--?[a-z][a-z-]*)`)
	inline := regexp.MustCompile("`(leaksieve [^`]*)`|(?m)^\\$ (leaksieve .*)$")
	for _, name := range documents {
		doc := readDocument(t, name)
		for _, m := range inline.FindAllStringSubmatch(doc, -1) {
			command := m[1] + m[2]
			if i := strings.IndexAny(command, ";|&>"); i >= 0 {
				command = command[:i]
			}
			words := strings.Fields(command)
			assert.Contains(t, names, strings.Join(words[:commandWords(words, names)], " "), "in %s: %s", name, command)
			for _, f := range flags.FindAllStringSubmatch(command, -1) {
				assert.True(t, known[f[1]], "%s: %q has no flag %s", name, command, f[1])
			}
		}
		for _, m := range regexp.MustCompile("`(--[a-z-]+)").FindAllStringSubmatch(doc, -1) {
			assert.True(t, known[m[1]], "%s: no command has a flag %s", name, m[1])
		}
	}
}

// commandWords is how many of the words name a command.
func commandWords(words, names []string) int {
	n := 1
	for n < len(words) && slices.Contains(names, strings.Join(words[:n+1], " ")) {
		n++
	}
	if n == 1 {
		return min(2, len(words))
	}
	return n
}

// The table of exit codes is the program's.
func TestExitCodes(t *testing.T) {
	var codes []string
	for _, m := range regexp.MustCompile(`(?m)^\| ([0-9, ]+) \|`).FindAllStringSubmatch(readDocument(t, "README.md"), -1) {
		codes = append(codes, strings.Split(m[1], ", ")...)
	}
	var want []string
	for _, c := range []int{exitClean, exitFindings, exitUsage, exitIncomplete, exitInterrupt, exitTerminate} {
		want = append(want, fmt.Sprint(c))
	}
	assert.Equal(t, want, codes)
}

// Configurations in the documents load.
func TestConfigurations(t *testing.T) {
	for _, name := range documents {
		for _, b := range blocks(readDocument(t, name)) {
			if b.language != "toml" {
				continue
			}
			if strings.Contains(b.text, "[verify") || strings.Contains(b.text, "[[notify") {
				_, err := settings.Parse("settings.toml", []byte(b.text))
				require.NoError(t, err, name)
				continue
			}
			file := filepath.Join(t.TempDir(), ".leaksieve.toml")
			require.NoError(t, os.WriteFile(file, []byte(b.text), 0o600))
			set, err := rules.LoadFile(file, rules.LoadOptions{})
			require.NoError(t, err, name)
			if strings.Contains(b.text, "[[rules]]") {
				assert.NotNil(t, set.Rule("acme-token"))
			}
		}
	}
}

// The README counts the rules, the issuers that can be asked and what takes itself back.
func TestCounts(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	files, err := filepath.Glob("../../rules/builtin/*.toml")
	require.NoError(t, err)
	readme := readDocument(t, "README.md")
	assert.Contains(t, readme, fmt.Sprintf("%d rules of %d issuers", len(set.Rules), len(files)))
	asked := map[string]bool{}
	for _, rule := range verify.Rules() {
		asked[verify.For(rule).Name] = true
	}
	assert.Contains(t, readme, fmt.Sprintf("%d issuers, database servers", len(asked)))
	ways := map[string]bool{}
	for _, r := range set.Rules {
		if w := revoke.For(&leak.Credential{Rule: r.ID}); w != nil && w.Kind == revoke.Self {
			ways[w.Name+w.Does] = true
		}
	}
	assert.Contains(t, readme, fmt.Sprintf("For %d kinds of credential", len(ways)))
}
