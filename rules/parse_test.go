package rules_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with the file, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// configError loads a file from disk and returns its one error.
func configError(t *testing.T, path string) *rules.ConfigError {
	t.Helper()
	_, err := rules.LoadFile(path, rules.LoadOptions{Dialect: rules.DialectOf(path)})
	require.Error(t, err)
	var ce *rules.ConfigError
	require.ErrorAs(t, err, &ce)
	for _, r := range err.Error() + ce.Hint {
		require.True(t, unicode.IsPrint(r), "%q does not print", r)
	}
	return ce
}

func TestMistakes(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/mistakes.txtar")
	require.NoError(t, err)
	dir := t.TempDir()
	var b strings.Builder
	for _, f := range archive.Files {
		t.Run(f.Name, func(t *testing.T) {
			path := filepath.Join(dir, "conf.toml")
			if strings.HasPrefix(f.Name, "gitleaks") {
				path = filepath.Join(dir, ".gitleaks.toml")
			}
			require.NoError(t, os.WriteFile(path, f.Data, 0o600))
			e := configError(t, path)
			before, _, marked := bytes.Cut(f.Data, []byte("# HERE"))
			if marked {
				assert.Equal(t, 1+bytes.Count(before, []byte("\n")), e.Line)
			}
			assert.Equal(t, filepath.ToSlash(path), e.File)
			assert.Positive(t, e.Line)
			assert.NotContains(t, e.Msg+e.Hint, "hunter2", "an allowlist may spell out a secret")
			fmt.Fprintf(&b, "%s\n\t%s\n\t[%s] %s\n", f.Name, strings.NewReplacer(filepath.ToSlash(dir)+"/", "", filepath.ToSlash(dir), "DIR").Replace(e.Error()), e.Key, e.Hint)
		})
	}
	golden(t, "mistakes.golden", b.String())
}

// everyKey says everything that a rule can say.
const everyKey = `
title = "all"
description = "keys"
minVersion = "v8.25.0"

[[allowlists]]
description = "global"
targetRules = ["acme-key", "acme-id"]
condition = "and"
regexTarget = "line"
regexes = ["^x", "y$"]
paths = ['\.md$']
stopwords = ["Example", "dummy"]
commits = ["ABCDEF0123456"]

[[rules]]
id = "acme-id"
path = "(?i)acme"
skipReport = true

[[rules]]
id = "acme-key"
description = "Acme key"
help = "Call *Acme*."
severity = "critical"
refs = ["https://acme.example/a", "https://acme.example/b"]
regex = '''acme_(?P<secret>[a-z]+)(x)?'''
secretGroup = 2
entropy = 3.5
keywords = ["ACME_", "acme"]
path = '''\.env$'''
tags = ["acme", "key"]
checksum = "github"
maxSpan = 4096
[rules.allowlist]
regexTarget = "match"
regexes = ["m"]
[[rules.allowlists]]
paths = ["test"]
condition = "||"
[[rules.required]]
id = "acme-id"
withinLines = 5
withinColumns = 0
[[rules.required]]
id = "acme-id"
optional = true
`

func TestEveryKeyIsRead(t *testing.T) {
	c, err := rules.Parse("conf.toml", []byte(everyKey), rules.Native)
	require.NoError(t, err)
	assert.Empty(t, c.Warnings)
	require.Equal(t, []string{"acme-id", "acme-key"}, c.Set.IDs())

	id, key := c.Set.Rule("acme-id"), c.Set.Rule("acme-key")
	assert.Nil(t, id.Regex)
	assert.Equal(t, "(?i)acme", id.Path.String())
	assert.True(t, id.SkipReport)
	assert.Equal(t, leak.SeverityHigh, id.Severity, "by default")

	assert.Equal(t, "Acme key", key.Description)
	assert.Equal(t, "Call *Acme*.", key.Help)
	assert.Equal(t, leak.SeverityCritical, key.Severity)
	assert.Equal(t, []string{"https://acme.example/a", "https://acme.example/b"}, key.Refs)
	assert.Equal(t, "acme_(?P<secret>[a-z]+)(x)?", key.Regex.String())
	assert.True(t, key.Regex.Regexp().MatchString("acme_abc"))
	assert.Equal(t, 2, key.SecretGroup)
	assert.Equal(t, 3.5, key.Entropy)
	assert.Equal(t, []string{"acme_", "acme"}, key.Keywords, "lower case")
	assert.Equal(t, `\.env$`, key.Path.String())
	assert.Equal(t, []string{"acme", "key"}, key.Tags)
	assert.Equal(t, "github", key.Checksum)
	assert.Equal(t, 4096, key.MaxSpan)
	assert.False(t, key.SkipReport)

	require.Len(t, key.Required, 2)
	assert.Equal(t, []string{"acme-id"}, key.Required[0].RuleIDs)
	assert.Equal(t, 5, *key.Required[0].WithinLines)
	assert.Equal(t, 0, *key.Required[0].WithinColumns, "zero is not the same as none")
	assert.False(t, key.Required[0].Optional)
	assert.True(t, key.Required[1].Optional)
	assert.Nil(t, key.Required[1].WithinLines)
	assert.Nil(t, key.Required[1].WithinColumns)

	require.Len(t, key.Allowlists, 2)
	assert.Equal(t, "match", key.Allowlists[0].RegexTarget)
	assert.Equal(t, "secret", key.Allowlists[1].RegexTarget, "by default")
	assert.False(t, key.Allowlists[1].All)
	assert.Equal(t, lineOf("[rules.allowlist]"), key.Allowlists[0].Where())

	require.Len(t, c.Set.Allowlists, 1)
	all := c.Set.Allowlists[0]
	assert.Equal(t, "global", all.Description)
	assert.Equal(t, []string{"acme-key", "acme-id"}, all.TargetRules)
	assert.True(t, all.All)
	assert.Equal(t, "line", all.RegexTarget)
	assert.Equal(t, []string{"^x", "y$"}, sources(all.Regexes))
	assert.Equal(t, []string{`\.md$`}, sources(all.Paths))
	assert.Equal(t, []string{"example", "dummy"}, all.StopWords)
	assert.Equal(t, []string{"abcdef0123456"}, all.Commits)
	assert.Equal(t, lineOf("[[allowlists]]"), all.Where())
}

// lineOf says where in everyKey a header stands.
func lineOf(header string) string {
	before, _, _ := strings.Cut(everyKey, header)
	return fmt.Sprintf("conf.toml:%d", 1+strings.Count(before, "\n"))
}

func sources(patterns []*rules.Pattern) (out []string) {
	for _, p := range patterns {
		out = append(out, p.String())
	}
	return out
}

func TestEveryConditionAndTarget(t *testing.T) {
	for text, all := range map[string]bool{"": false, "OR": false, "or": false, "||": false, "AND": true, "And": true, "&&": true} {
		c, err := rules.Parse("f", []byte("[[rules]]\nid='a'\nregex='a'\n[[allowlists]]\npaths=['a']\ncondition = '"+text+"'"), rules.Native)
		require.NoError(t, err)
		assert.Equal(t, all, c.Set.Allowlists[0].All, text)
	}
	for text, want := range map[string]string{"": "secret", "secret": "secret", "match": "match", "Line": "line"} {
		c, err := rules.Parse("f", []byte("[[rules]]\nid='a'\nregex='a'\n[[allowlists]]\npaths=['a']\nregexTarget = '"+text+"'"), rules.Native)
		require.NoError(t, err)
		assert.Equal(t, want, c.Set.Allowlists[0].RegexTarget, text)
	}
}

// The same content in every way that TOML has to write it down.
func TestFormsOfTOML(t *testing.T) {
	for name, text := range map[string]string{
		"tables":          "[[rules]]\nid = 'a'\nregex = 'b'\n[[rules.allowlists]]\npaths = ['c']\n",
		"in one line":     "rules = [{ id = 'a', regex = 'b', allowlists = [{ paths = ['c'] }] }]",
		"dotted keys":     "[[rules]]\nid = 'a'\nregex = 'b'\nallowlist.paths = ['c']\n",
		"single table":    "[rules]\nid = 'a'\nregex = 'b'\n[rules.allowlists]\npaths = ['c']\n",
		"quoted keys":     "[[\"rules\"]]\n'id' = \"a\"\n\"regex\" = '''b'''\n[['rules'.\"allowlists\"]]\npaths = [\n# x\n'c', ]\n",
		"CRLF":            "[[rules]]\r\nid = 'a'\r\nregex = 'b'\r\n[[rules.allowlists]]\r\npaths = ['c']\r\n",
		"no last line":    "[[rules]]\nid = 'a'\nregex = 'b'\n[[rules.allowlists]]\npaths = ['c']",
		"blanks":          "\n\n  [[ rules ]] # x\n\tid='a'\n\tregex =  'b'\n [[ rules . allowlists ]]\n paths=['c']\n\n",
		"byte order mark": "\xef\xbb\xbf[[rules]]\nid = 'a'\nregex = 'b'\n[[rules.allowlists]]\npaths = ['c']\n",
	} {
		for _, dialect := range []rules.Dialect{rules.Native, rules.Gitleaks} {
			t.Run(name, func(t *testing.T) {
				c, err := rules.Parse("f", []byte(text), dialect)
				require.NoError(t, err)
				assert.Empty(t, c.Warnings)
				r := c.Set.Rule("a")
				require.NotNil(t, r)
				assert.Equal(t, "b", r.Regex.String())
				require.Len(t, r.Allowlists, 1)
				assert.Equal(t, []string{"c"}, sources(r.Allowlists[0].Paths))
			})
		}
	}
}

func TestGitleaksDialectForgives(t *testing.T) {
	for name, c := range map[string]struct {
		text     string
		warnings []string
	}{
		"case of keys":      {"[[Rules]]\nID = 'a'\nRegex = 'b'\nsecretgroup = 0\n[Rules.AllowList]\nStopWords = ['c']\n", nil},
		"string for a list": {"[[rules]]\nid='a'\nregex='b'\nkeywords='b'\n[rules.allowlist]\npaths='c'\n", nil},
		"unknown keys": {"colour = 1\n[[rules]]\nid='a'\nregex='b'\nkeyword=['b']\n[rules.allowlist]\npaths=['c']\npth=['d']\n",
			[]string{`f:1: unknown key "colour" is not used`, `f:5: rule "a": unknown key "rules.keyword" is not used`, `f:8: rule "a": unknown key "rules.allowlist.pth" is not used`}},
		"both cases of a key": {"[[rules]]\nid='a'\nID='z'\nregex='b'\n", nil},
		"unknown targets": {"[[rules]]\nid='a'\nregex='b'\n[[allowlists]]\ntargetRules=['z']\npaths=['c']\n",
			[]string{`f:4: targetRules: no rule has the id "z"`}},
		"commit that is none": {"[[rules]]\nid='a'\nregex='b'\n[allowlist]\ncommits=['HEAD']\n",
			[]string{`f:5: commits: "head" is not the id of a commit`}},
		"rules disabled of nothing": {"[extend]\ndisabledRules=['x']\n[[rules]]\nid='a'\nregex='b'\n",
			[]string{`f:2: extend.disabledRules: nothing is extended; add useDefault = true`}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := rules.Parse("f", []byte(c.text), rules.Gitleaks)
			require.NoError(t, err)
			assert.Equal(t, []string{"a"}, got.Set.IDs())
			assert.Equal(t, c.warnings, got.Warnings)
		})
	}
}

func TestFilesThatAreNoText(t *testing.T) {
	valid := "[[rules]]\nid = 'a'\nregex = 'b'\n"
	for name, c := range map[string]struct {
		text string
		line int
		msg  string
	}{
		"NUL at the beginning":      {"\x00" + valid, 1, "not TOML: not UTF-8 text"},
		"NUL in a comment":          {valid + "# \x00\n", 4, "not TOML: not UTF-8 text"},
		"UTF-16 with a mark":        {"\xff\xfe[\x00r\x00", 1, "not TOML: not UTF-8 text"},
		"UTF-16, other order":       {"\xfe\xff\x00[\x00r", 1, "not TOML: not UTF-8 text"},
		"UTF-16 without a mark":     {"[\x00r\x00", 1, "not TOML: not UTF-8 text"},
		"Latin-1 in a comment":      {valid + "\n# caf\xe9\n", 5, "not TOML: not UTF-8 text"},
		"Latin-1 in a string":       {valid + "description = 'caf\xe9'\n", 4, "not TOML: not UTF-8 text"},
		"a picture":                 {"\x89PNG\r\n\x1a\n\x00", 1, "not TOML: not UTF-8 text"},
		"CR alone":                  {"[[rules]]\rid = 'a'\r", 1, "not TOML: "},
		"a control character":       {valid + "\x1b[31m\n", 4, "not TOML: "},
		"JSON":                      {"{\"rules\": []}", 1, "not TOML: "},
		"YAML":                      {"rules:\n  - id: a\n", 1, "not TOML: "},
		"arrays too deep":           {valid + "x = " + strings.Repeat("[", 60), 4, "nested more than 50 deep"},
		"arrays far too deep":       {"x = " + strings.Repeat("[", 1<<20), 1, "nested more than 50 deep"},
		"arrays of many lines":      {"x = " + strings.Repeat("[\n", 1<<20), 51, "nested more than 50 deep"},
		"inline tables too deep":    {"x = " + strings.Repeat("{a=", 1<<20), 1, "nested more than 50 deep"},
		"a header too deep":         {valid + "[a" + strings.Repeat(".a", 1<<20) + "]", 4, "nested more than 50 deep"},
		"a key too deep":            {"a" + strings.Repeat(".a", 1<<20) + " = 1", 1, "nested more than 50 deep"},
		"an inline key too deep":    {"x = {a" + strings.Repeat(".a", 1<<20) + " = 1}", 1, "nested more than 50 deep"},
		"only a byte order mark":    {"\xef\xbb\xbf\x00", 1, "not TOML: not UTF-8 text"},
		"a mark in the middle":      {valid + "\xef\xbb\xbf[[rules]]\n", 4, "not TOML: "},
		"a mark, then a mistake":    {"\xef\xbb\xbftitle = 7\n", 1, "title: want a string, have a number"},
		"CRLF, then a mistake":      {"[[rules]]\r\nid = 'a'\r\n\r\nregex = 7\r\n", 4, `rule "a": regex: want a string, have a number`},
		"a long line of no meaning": {strings.Repeat("x", 1<<20), 1, "not TOML: "},
	} {
		t.Run(name, func(t *testing.T) {
			for _, dialect := range []rules.Dialect{rules.Native, rules.Gitleaks} {
				_, err := rules.Parse("f", []byte(c.text), dialect)
				require.Error(t, err)
				var ce *rules.ConfigError
				require.ErrorAs(t, err, &ce)
				assert.Equal(t, c.line, ce.Line)
				assert.Contains(t, ce.Msg, c.msg)
				assert.Less(t, len(ce.Msg), 600)
			}
		})
	}
}

// Dots and brackets in strings nest nothing, nor do dots one after another.
func TestWhatIsNotNested(t *testing.T) {
	base := "[[rules]]\nid = 'a'\nregex = '''" + strings.Repeat(`a.\[\{`, 100) + "'''\n"
	for name, more := range map[string]string{
		"comment":         "# " + strings.Repeat("[{.", 100) + "\n",
		"list of strings": "tags = ['" + strings.Repeat("a.b', 'c", 100) + "']\n",
		"long text":       "help = '''" + strings.Repeat("[[{{..", 100) + "\n'''\n",
		"list of numbers": "numbers = [" + strings.Repeat("1.5, ", 100) + "]\n",
		"50 deep":         "[x" + strings.Repeat(".x", 48) + "]\ny.z = 1\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := rules.Parse("f", []byte(base+more), rules.Gitleaks)
			require.NoError(t, err)
			assert.Equal(t, []string{"a"}, c.Set.IDs())
		})
	}
}

func TestManyRules(t *testing.T) {
	var b strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&b, "[[rules]]\nid = 'r%d'\nregex = 'x%d'\n[[rules.required]]\nid = 'r%d'\n", i, i, (i+1)%20_000)
	}
	c, err := rules.Parse("f", []byte(b.String()), rules.Native)
	require.NoError(t, err)
	assert.Len(t, c.Set.Rules, 20_000)
}

func TestConfigErrorSaysWhereItIs(t *testing.T) {
	cause := errors.New("cause")
	e := &rules.ConfigError{File: "f.toml", Line: 3, Msg: "wrong", Err: cause}
	assert.Equal(t, "f.toml:3: wrong", e.Error())
	assert.ErrorIs(t, e, cause)
	assert.Equal(t, "f.toml: wrong", (&rules.ConfigError{File: "f.toml", Msg: "wrong"}).Error())
}
