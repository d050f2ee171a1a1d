package decide_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

const (
	secret      = "correct-horse-battery"
	commitID    = "0123456789abcdef0123456789abcdef01234567"
	fingerprint = "ls1-0123456789abcdef0123456789abcdef"
)

// aFinding is found by the rule acme-key on line 3 of config/app.env.
func aFinding() leak.Finding {
	return leak.Finding{
		Rule:        "acme-key",
		Fingerprint: fingerprint,
		Secret:      leak.NewSecret(secret),
		Match:       leak.NewSecret("KEY=" + secret),
		Lines:       leak.NewSecret("export KEY=" + secret + "  # of the shop"),
		Above:       leak.NewSecret("# the shop"),
		Origin:      leak.Origin{Kind: leak.KindFile, Path: "config/app.env"},
		Start:       leak.Position{Line: 3, Column: 12, Offset: 40},
		Exposure:    leak.Exposure{First: &leak.Commit{ID: commitID}},
	}
}

func decideWith(o decide.Options, f leak.Finding) leak.Decision {
	decide.New(o).Decide(&f)
	return f.Decision
}

func parseSet(t *testing.T, config string) *rules.Set {
	t.Helper()
	c, err := rules.Parse("conf.toml", []byte(config), rules.Native)
	require.NoError(t, err)
	return c.Set
}

func parseIgnore(t *testing.T, text string) *decide.Ignore {
	t.Helper()
	ig, err := decide.ParseIgnore("dir/.leaksieveignore", []byte(text))
	require.NoError(t, err)
	return ig
}

func parseBaseline(t *testing.T, text string) *decide.Baseline {
	t.Helper()
	bl, err := decide.ParseBaseline("dir/known.json", []byte(text))
	require.NoError(t, err)
	return bl
}

func TestNothingIsSuppressedByItself(t *testing.T) {
	assert.Equal(t, leak.Decision{}, decideWith(decide.Options{}, aFinding()))
	assert.Empty(t, decide.New(decide.Options{}).Unused())
}

// The first reason counts, in the order comment, allowlist, ignore, baseline;
// whatever matches counts as used.
func TestFirstReasonCounts(t *testing.T) {
	all := func(t *testing.T) decide.Options {
		return decide.Options{
			Set: parseSet(t, `
[[rules]]
id = "acme-key"
regex = "x"
[[allowlists]]
description = "test data"
paths = ['\.env$']
`),
			Ignores:  []*decide.Ignore{parseIgnore(t, "# none\n"+fingerprint+"\n"), parseIgnore(t, fingerprint+" # mine\n")},
			Baseline: parseBaseline(t, `{"schema":1,"findings":[{"fingerprint":"`+fingerprint+`"}]}`),
		}
	}
	for _, c := range []struct {
		name     string
		leaveOut func(o *decide.Options, f *leak.Finding)
		want     leak.Decision
	}{
		{"comment", func(*decide.Options, *leak.Finding) {},
			leak.Decision{Suppressed: true, By: "comment", Reason: "comment"}},
		{"allowlist", func(_ *decide.Options, f *leak.Finding) { f.Lines = leak.Secret{} },
			leak.Decision{Suppressed: true, By: "allowlist", Reason: `allowlist "test data" (conf.toml:5)`}},
		{"ignore file", func(o *decide.Options, f *leak.Finding) { f.Lines, o.Set = leak.Secret{}, nil },
			leak.Decision{Suppressed: true, By: "ignore", Reason: ".leaksieveignore:2"}},
		{"second ignore file", func(o *decide.Options, f *leak.Finding) {
			f.Lines, o.Set, o.Ignores = leak.Secret{}, nil, o.Ignores[1:]
		},
			leak.Decision{Suppressed: true, By: "ignore", Reason: ".leaksieveignore:1: mine"}},
		{"baseline", func(o *decide.Options, f *leak.Finding) { f.Lines, o.Set, o.Ignores = leak.Secret{}, nil, nil },
			leak.Decision{Suppressed: true, By: "baseline", Reason: "known in known.json"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, f := all(t), aFinding()
			f.Lines = leak.NewSecret("KEY=" + secret + " # leaksieve:allow")
			c.leaveOut(&o, &f)
			d := decide.New(o)
			d.Decide(&f)
			assert.Equal(t, c.want, f.Decision)
			assert.Empty(t, d.Unused())
		})
	}
}

func TestUnusedEntriesAreNamedInOrder(t *testing.T) {
	d := decide.New(decide.Options{
		Set: parseSet(t, `
[[rules]]
id = "acme-key"
regex = "x"
[[rules.allowlists]]
stopwords = ["nowhere"]
[[allowlists]]
description = "old"
paths = ["nowhere"]
`),
		Ignores:  []*decide.Ignore{parseIgnore(t, "a:b:1\nconfig/app.env:acme-key:3\n")},
		Baseline: parseBaseline(t, `[{"RuleID":"r","File":"f","Secret":"s"}]`),
	})
	f := aFinding()
	d.Decide(&f)
	assert.Equal(t, []string{
		".leaksieveignore:1",
		`allowlist "old" (conf.toml:7)`,
		"allowlist (conf.toml:5)",
		"known.json: r in f",
	}, d.Unused())
}

// Nobody is asked to tidy up the built-in rules.
func TestUnusedAllowlistsOfBuiltinRulesAreNotNamed(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	lists := 0
	for _, r := range set.Rules {
		lists += len(r.Allowlists)
	}
	require.NotZero(t, lists)
	assert.Empty(t, decide.New(decide.Options{Set: set}).Unused())
}

// Reasons stand in reports, which hold no secrets.
func TestReasonsAreOneLine(t *testing.T) {
	f := aFinding()
	f.Lines = leak.NewSecret("KEY=" + secret + " # leaksieve:allow -- first\nsecond")
	d := decideWith(decide.Options{}, f)
	assert.Equal(t, "comment: first", d.Reason)
	assert.False(t, strings.Contains(d.Reason, "\n"))
}
