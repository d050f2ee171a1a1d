package rules_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// write puts files into a new folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

// load reads main of the files and returns what it warns of, without the folder.
func load(t *testing.T, main string, files map[string]string) (*rules.Set, []string, error) {
	t.Helper()
	dir := write(t, files)
	var warnings []string
	set, err := rules.LoadFile(filepath.Join(dir, main), rules.LoadOptions{
		Dialect: rules.DialectOf(main),
		Warn:    func(m string) { warnings = append(warnings, strings.ReplaceAll(m, filepath.ToSlash(dir)+"/", "")) },
	})
	if err != nil {
		err = errors.New(strings.ReplaceAll(err.Error(), filepath.ToSlash(dir)+"/", ""))
	}
	return set, warnings, err
}

func loads(t *testing.T, main string, files map[string]string) *rules.Set {
	t.Helper()
	set, _, err := load(t, main, files)
	require.NoError(t, err)
	return set
}

const twoRules = "[[rules]]\nid = 'a'\nregex = 'a'\n[[rules]]\nid = 'b'\nregex = 'b'\n"

func TestDialectIsThatOfTheName(t *testing.T) {
	for name, want := range map[string]rules.Dialect{
		".gitleaks.toml": rules.Gitleaks, "dir/Gitleaks.toml": rules.Gitleaks, "my-gitleaks-rules.toml": rules.Gitleaks,
		".leaksieve.toml": rules.Native, "gitleaks/rules.toml": rules.Native, "rules.toml": rules.Native,
	} {
		assert.Equal(t, want, rules.DialectOf(name), name)
	}
}

func TestWhatAFileExtends(t *testing.T) {
	builtin, err := rules.Builtin()
	require.NoError(t, err)
	n := len(builtin.Rules)
	for name, c := range map[string]struct {
		file, text string
		want       int // rules
	}{
		"rules alone":                         {"x.toml", twoRules, 2},
		"allowlists alone extend the default": {"x.toml", "[[allowlists]]\npaths = ['x']\n", n},
		"nothing at all extends the default":  {"x.toml", "", n},
		"a title extends the default":         {"x.toml", "title = 'x'\n", n},
		"the default and rules":               {"x.toml", "[extend]\nuseDefault = true\n" + twoRules, n + 2},
		"the default without one":             {"x.toml", "[extend]\nuseDefault = true\ndisabledRules = ['github-pat']\n", n - 1},
		"rules, default said to be off":       {"x.toml", "[extend]\nuseDefault = false\n" + twoRules, 2},
		"gitleaks: the default and rules":     {"gitleaks.toml", "[Extend]\nusedefault = true\n" + twoRules, n + 2},
		"gitleaks: rules alone":               {"gitleaks.toml", twoRules, 2},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Len(t, loads(t, c.file, map[string]string{c.file: c.text}).Rules, c.want)
		})
	}
}

func TestExtendedPathIsRelativeToTheFile(t *testing.T) {
	set := loads(t, "conf/main.toml", map[string]string{
		"conf/main.toml":      "[extend]\npath = 'more/base.toml'\n[[rules]]\nid = 'c'\nregex = 'c'\n[[allowlists]]\npaths = ['main']\n",
		"conf/more/base.toml": "[extend]\npath = '../../root.toml'\n[[allowlists]]\npaths = ['base']\n",
		"root.toml":           twoRules + "[[allowlists]]\npaths = ['root']\n",
	})
	assert.Equal(t, []string{"a", "b", "c"}, set.IDs())
	var paths []string
	for _, a := range set.Allowlists {
		paths = append(paths, sources(a.Paths)...)
	}
	assert.Equal(t, []string{"root", "base", "main"}, paths, "they add up")
	for _, r := range set.Rules {
		assert.Equal(t, leak.SeverityHigh, r.Severity)
	}
}

func TestExtendedByAbsolutePath(t *testing.T) {
	base := filepath.Join(write(t, map[string]string{"base.toml": twoRules}), "base.toml")
	set := loads(t, "main.toml", map[string]string{"main.toml": "[extend]\npath = '" + base + "'\n"})
	assert.Equal(t, []string{"a", "b"}, set.IDs())
}

// Each file is read in the dialect of its own name.
func TestDialectsMix(t *testing.T) {
	set, warnings, err := load(t, "main.toml", map[string]string{
		"main.toml":     "[extend]\npath = 'gitleaks.toml'\n",
		"gitleaks.toml": twoRules + "[[Allowlists]]\nTargetRules = ['their-rule']\nPaths = 'x'\ncolour = 1\n",
	})
	require.NoError(t, err)
	assert.Len(t, set.Allowlists, 1)
	assert.Equal(t, []string{
		`gitleaks.toml:10: unknown key "allowlists.colour" is not used`,
		`gitleaks.toml:7: targetRules: no rule has the id "their-rule"`,
	}, warnings, "once, and no error of the other file")

	_, _, err = load(t, "gitleaks.toml", map[string]string{
		"gitleaks.toml": "[extend]\npath = 'base.toml'\n",
		"base.toml":     twoRules + "colour = 1\n",
	})
	assert.EqualError(t, err, `base.toml:7: rule "b": unknown key "rules.colour"`)
}

func TestExtendMistakes(t *testing.T) {
	chain := map[string]string{"last.toml": twoRules}
	for i := range 12 {
		next := fmt.Sprintf("f%d.toml", i+1)
		if i == 11 {
			next = "last.toml"
		}
		chain[fmt.Sprintf("f%d.toml", i)] = "title = 'x'\n[extend]\npath = '" + next + "'\n"
	}
	for name, c := range map[string]struct {
		main  string
		files map[string]string
		want  string
	}{
		"itself": {"a.toml", map[string]string{"a.toml": "[extend]\npath = 'a.toml'\n"}, "a.toml:1: extend.path: a.toml extends itself"},
		"itself by another way": {"a.toml", map[string]string{"a.toml": "[extend]\npath = './x/../a.toml'\n"},
			"a.toml:1: extend.path: a.toml extends itself"},
		"in a circle": {"a.toml", map[string]string{
			"a.toml": "[extend]\npath = 'b.toml'\n", "b.toml": "\n[extend]\npath = 'c.toml'\n", "c.toml": "[extend]\npath = 'a.toml'\n",
		}, "c.toml:1: extend.path: a.toml extends itself"},
		"in a circle that does not come back to the first": {"a.toml", map[string]string{
			"a.toml": "[extend]\npath = 'b.toml'\n", "b.toml": "\n[extend]\npath = 'c.toml'\n", "c.toml": "[extend]\npath = 'b.toml'\n",
		}, "c.toml:1: extend.path: b.toml extends itself"},
		"too deep":     {"f0.toml", chain, "f8.toml:2: extend.path: more than 8 files deep"},
		"no such file": {"a.toml", map[string]string{"a.toml": "\n[extend]\npath = 'b.toml'\n"}, "a.toml:2: extend.path: b.toml: no such file or directory"},
		"a mistake in the extended file": {"a.toml", map[string]string{"a.toml": "[extend]\npath = 'b.toml'\n", "b.toml": "[[rules]]\nid = 'x'\nregex = '('\n"},
			"b.toml:3: rule \"x\": regex: missing closing ): `(`"},
		"a rule that is not whole, in the extended file": {"a.toml", map[string]string{"a.toml": "[extend]\npath = 'b.toml'\n", "b.toml": "\n[[rules]]\nid = 'x'\n"},
			`b.toml:2: rule "x": neither regex nor path`},
		"an extended file without rules": {"a.toml", map[string]string{"a.toml": "[extend]\npath = 'gitleaks.toml'\n", "gitleaks.toml": "title = 'x'\n"},
			`gitleaks.toml:1: no rules: nothing would be looked for`},
		"unknown targets": {"a.toml", map[string]string{"a.toml": "[extend]\npath = 'b.toml'\n[[allowlists]]\ntargetRules = ['x']\npaths = ['y']\n", "b.toml": twoRules},
			`a.toml:3: targetRules: no rule has the id "x"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := load(t, c.main, c.files)
			assert.EqualError(t, err, c.want)
		})
	}
	t.Run("eight files are not too deep", func(t *testing.T) {
		assert.Len(t, loads(t, "f4.toml", chain).Rules, 2)
	})
	t.Run("by a symbolic link", func(t *testing.T) {
		dir := write(t, map[string]string{"a.toml": "[extend]\npath = 'link.toml'\n"})
		require.NoError(t, os.Symlink("a.toml", filepath.Join(dir, "link.toml")))
		assert.Contains(t, configError(t, filepath.Join(dir, "a.toml")).Msg, "extends itself")
	})
}

func TestFilesThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	t.Run("none", func(t *testing.T) {
		e := configError(t, filepath.Join(dir, "none.toml"))
		assert.Equal(t, "reading configuration: no such file or directory", e.Msg)
		assert.ErrorIs(t, e, fs.ErrNotExist)
		assert.Zero(t, e.Line)
	})
	t.Run("a folder", func(t *testing.T) {
		assert.Equal(t, "reading configuration: is a directory", configError(t, dir).Msg)
	})
	big := filepath.Join(dir, "big.toml")
	f, err := os.Create(big)
	require.NoError(t, err)
	require.NoError(t, f.Truncate(1<<40)) // takes no room on the disk
	require.NoError(t, f.Close())
	t.Run("huge", func(t *testing.T) {
		assert.Equal(t, "reading configuration: larger than 16 MiB", configError(t, big).Msg)
	})
	t.Run("huge, extended", func(t *testing.T) {
		main := filepath.Join(dir, "main.toml")
		require.NoError(t, os.WriteFile(main, []byte("\n[extend]\npath = 'big.toml'\n"), 0o600))
		e := configError(t, main)
		assert.Equal(t, 2, e.Line)
		assert.Contains(t, e.Msg, "big.toml: larger than 16 MiB")
	})
}

// base is what the files of TestMerge extend.
const base = `
[[rules]]
id = "acme"
description = "Acme"
help = "Help."
severity = "critical"
refs = ["r1"]
regex = "(a)(b)"
secretGroup = 2
entropy = 3
keywords = ["k1", "k2"]
path = "p"
tags = ["t1"]
checksum = "github"
maxSpan = 100
skipReport = true
[[rules.allowlists]]
paths = ["first"]
[[rules.required]]
id = "other"
[[rules]]
id = "other"
regex = "o"
`

func TestATokenReplacesAnExpression(t *testing.T) {
	set := loads(t, "main.toml", map[string]string{"base.toml": base, "main.toml": "[extend]\npath = 'base.toml'\n[[rules]]\nid = 'acme'\ntoken = '[0-9]{9}'\n"})
	r := set.Rule("acme")
	assert.Regexp(t, r.Regex.Regexp(), "123456789")
	assert.Zero(t, r.SecretGroup, "the secret is the token")
}

func TestMerge(t *testing.T) {
	for key, c := range map[string]struct {
		text  string
		check func(t *testing.T, r *rules.Rule)
	}{
		"description":      {"description = 'New'", func(t *testing.T, r *rules.Rule) { assert.Equal(t, "New", r.Description) }},
		"description none": {"description = ''", func(t *testing.T, r *rules.Rule) { assert.Empty(t, r.Description) }},
		"help":             {"help = 'New'", func(t *testing.T, r *rules.Rule) { assert.Equal(t, "New", r.Help) }},
		"severity":         {"severity = 'low'", func(t *testing.T, r *rules.Rule) { assert.Equal(t, leak.SeverityLow, r.Severity) }},
		"refs":             {"refs = ['r2']", func(t *testing.T, r *rules.Rule) { assert.Equal(t, []string{"r2"}, r.Refs) }},
		"refs none":        {"refs = []", func(t *testing.T, r *rules.Rule) { assert.Empty(t, r.Refs) }},
		"regex":            {"regex = '(c)(d)'", func(t *testing.T, r *rules.Rule) { assert.Equal(t, "(c)(d)", r.Regex.String()) }},
		"secretGroup":      {"secretGroup = 1", func(t *testing.T, r *rules.Rule) { assert.Equal(t, 1, r.SecretGroup) }},
		"secretGroup 0":    {"secretGroup = 0", func(t *testing.T, r *rules.Rule) { assert.Zero(t, r.SecretGroup) }},
		"entropy":          {"entropy = 4.5", func(t *testing.T, r *rules.Rule) { assert.Equal(t, 4.5, r.Entropy) }},
		"entropy 0":        {"entropy = 0", func(t *testing.T, r *rules.Rule) { assert.Zero(t, r.Entropy) }},
		"path":             {"path = 'q'", func(t *testing.T, r *rules.Rule) { assert.Equal(t, "q", r.Path.String()) }},
		"path none":        {"path = ''", func(t *testing.T, r *rules.Rule) { assert.Nil(t, r.Path) }},
		"checksum":         {"checksum = 'npm'", func(t *testing.T, r *rules.Rule) { assert.Equal(t, "npm", r.Checksum) }},
		"checksum none":    {"checksum = ''", func(t *testing.T, r *rules.Rule) { assert.Empty(t, r.Checksum) }},
		"maxSpan":          {"maxSpan = 200", func(t *testing.T, r *rules.Rule) { assert.Equal(t, 200, r.MaxSpan) }},
		"skipReport":       {"skipReport = false", func(t *testing.T, r *rules.Rule) { assert.False(t, r.SkipReport) }},
		"keywords":         {"keywords = ['K3', 'k1']", func(t *testing.T, r *rules.Rule) { assert.Equal(t, []string{"k1", "k2", "k3"}, r.Keywords) }},
		"tags":             {"tags = ['t2', 't1']", func(t *testing.T, r *rules.Rule) { assert.Equal(t, []string{"t1", "t2"}, r.Tags) }},
		"required none":    {"required = []", func(t *testing.T, r *rules.Rule) { assert.Empty(t, r.Required) }},
		"allowlists": {"[[rules.allowlists]]\npaths = ['second']", func(t *testing.T, r *rules.Rule) {
			require.Len(t, r.Allowlists, 2)
			assert.Equal(t, []string{"first"}, sources(r.Allowlists[0].Paths))
			assert.Equal(t, []string{"second"}, sources(r.Allowlists[1].Paths))
		}},
		"required": {"[[rules.required]]\nid = 'mine'\n[[rules]]\nid = 'mine'\nregex = 'm'", func(t *testing.T, r *rules.Rule) {
			require.Len(t, r.Required, 1)
			assert.Equal(t, []string{"mine"}, r.Required[0].RuleIDs)
		}},
		"nothing": {"", func(t *testing.T, r *rules.Rule) {
			assert.Equal(t, "Acme", r.Description)
			assert.Equal(t, leak.SeverityCritical, r.Severity)
			assert.Equal(t, 2, r.SecretGroup)
			assert.Equal(t, 3.0, r.Entropy)
			assert.True(t, r.SkipReport)
		}},
	} {
		t.Run(key, func(t *testing.T) {
			set := loads(t, "main.toml", map[string]string{"base.toml": base, "main.toml": "[extend]\npath = 'base.toml'\n[[rules]]\nid = 'acme'\n" + c.text})
			assert.Equal(t, []string{"acme", "other"}, set.IDs()[:2], "in its place")
			got := *set.Rule("acme")
			c.check(t, &got)

			// All the rest is as it was: with the field that was changed set back,
			// the rule is the inherited one.
			was := loads(t, "base.toml", map[string]string{"base.toml": base}).Rule("acme")
			changed := 0
			for _, same := range []bool{
				got.Description == was.Description, got.Help == was.Help, got.Severity == was.Severity, fmt.Sprint(got.Refs) == fmt.Sprint(was.Refs),
				got.Regex.String() == was.Regex.String(), got.SecretGroup == was.SecretGroup, got.Entropy == was.Entropy,
				fmt.Sprint(got.Keywords) == fmt.Sprint(was.Keywords), got.Path != nil && got.Path.String() == was.Path.String(), fmt.Sprint(got.Tags) == fmt.Sprint(was.Tags),
				got.Checksum == was.Checksum, got.MaxSpan == was.MaxSpan, got.SkipReport == was.SkipReport, len(got.Allowlists) == len(was.Allowlists),
				fmt.Sprint(got.Required) == fmt.Sprint(was.Required),
			} {
				if !same {
					changed++
				}
			}
			if key == "nothing" {
				assert.Zero(t, changed)
			} else {
				assert.Equal(t, 1, changed, "one field is another")
			}
		})
	}
}

func TestDisabledRules(t *testing.T) {
	const extends = "[extend]\npath = 'base.toml'\ndisabledRules = ['other']\n"
	for name, c := range map[string]struct {
		base, main string
		check      func(t *testing.T, s *rules.Set)
	}{
		"left out": {twoRules + "[[rules]]\nid = 'other'\nregex = 'o'\n", extends, func(t *testing.T, s *rules.Set) {
			assert.Equal(t, []string{"a", "b"}, s.IDs())
		}},
		"required by an inherited rule": {base, extends, func(t *testing.T, s *rules.Set) {
			require.NotNil(t, s.Rule("other"))
			assert.True(t, s.Rule("other").SkipReport)
		}},
		"required by a rule of the file": {twoRules + "[[rules]]\nid = 'other'\nregex = 'o'\n", extends + "[[rules]]\nid = 'mine'\nregex = 'm'\n[[rules.required]]\nid = 'other'\n",
			func(t *testing.T, s *rules.Set) {
				require.NotNil(t, s.Rule("other"))
				assert.True(t, s.Rule("other").SkipReport)
				assert.False(t, s.Rule("mine").SkipReport)
			}},
		"written anew": {"[[rules]]\nid = 'other'\nregex = 'o'\nentropy = 3\n" + twoRules, extends + "[[rules]]\nid = 'other'\nregex = 'new'\n",
			func(t *testing.T, s *rules.Set) {
				r := s.Rule("other")
				require.NotNil(t, r)
				assert.Equal(t, "new", r.Regex.String())
				assert.Zero(t, r.Entropy, "nothing of the inherited one is left")
				assert.False(t, r.SkipReport)
				assert.Equal(t, leak.SeverityHigh, r.Severity)
			}},
		"named by an allowlist": {twoRules + "[[rules]]\nid = 'other'\nregex = 'o'\n", extends + "[[allowlists]]\ntargetRules = ['other']\npaths = ['x']\n",
			func(t *testing.T, s *rules.Set) { assert.Equal(t, []string{"a", "b"}, s.IDs()) }},
		"named by an allowlist of the extended file": {twoRules + "[[rules]]\nid = 'other'\nregex = 'o'\n[[allowlists]]\ntargetRules = ['other']\npaths = ['x']\n", extends,
			func(t *testing.T, s *rules.Set) { assert.Equal(t, []string{"a", "b"}, s.IDs()) }},
	} {
		t.Run(name, func(t *testing.T) {
			c.check(t, loads(t, "main.toml", map[string]string{"base.toml": c.base, "main.toml": c.main}))
		})
	}
	t.Run("two files up", func(t *testing.T) {
		set := loads(t, "top.toml", map[string]string{
			"top.toml":  "[extend]\npath = 'main.toml'\n",
			"main.toml": extends + "[[allowlists]]\ntargetRules = ['other']\npaths = ['x']\n",
			"base.toml": twoRules + "[[rules]]\nid = 'other'\nregex = 'o'\n",
		})
		assert.Equal(t, []string{"a", "b"}, set.IDs())
	})
}

func TestGitleaksFilesMayNameTheirOwnRules(t *testing.T) {
	set, warnings, err := load(t, ".gitleaks.toml", map[string]string{".gitleaks.toml": `
[extend]
useDefault = true
disabledRules = ["their-rule", "github-pat"]
[[rules]]
id = "their-other-rule"
[rules.allowlist]
paths = ["x"]
[[rules]]
id = "github-pat"
keywords = ["x"]
`})
	require.NoError(t, err)
	assert.Nil(t, set.Rule("their-other-rule"))
	assert.Nil(t, set.Rule("github-pat"), "disabled, and not written anew")
	assert.Equal(t, []string{
		`.gitleaks.toml:2: extend.disabledRules: no inherited rule has the id "their-rule"`,
		`.gitleaks.toml:5: rule "their-other-rule": no inherited rule has this id, it is not used`,
		`.gitleaks.toml:9: rule "github-pat": no inherited rule has this id, it is not used`,
	}, warnings)
}

func TestInheritedRulesAreNotChanged(t *testing.T) {
	builtin := func() string {
		set, err := rules.Builtin()
		require.NoError(t, err)
		r := set.Rule("github-pat")
		return fmt.Sprintf("%+v %v %v", r.Keywords, r.Tags, r.Allowlists)
	}
	was := builtin()
	loads(t, "x.toml", map[string]string{"x.toml": "[extend]\nuseDefault = true\n[[rules]]\nid = 'github-pat'\nkeywords = ['x']\ntags = ['y']\n[[rules.allowlists]]\npaths = ['z']\n"})
	assert.Equal(t, was, builtin())
}

func TestWarningsMayGoUnheard(t *testing.T) {
	dir := write(t, map[string]string{"gitleaks.toml": twoRules + "colour = 1\n"})
	set, err := rules.LoadFile(filepath.Join(dir, "gitleaks.toml"), rules.LoadOptions{Dialect: rules.Gitleaks})
	require.NoError(t, err)
	assert.Len(t, set.Rules, 2)
}
