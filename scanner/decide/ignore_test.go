package decide_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

func TestIgnoreFileMatches(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want string // the reason; "": reported
	}{
		"empty file":                       {"", ""},
		"ours":                             {fingerprint, ".leaksieveignore:1"},
		"ours, of another":                 {"ls1-ffffffffffffffffffffffffffffffff", ""},
		"ours with a reason":               {fingerprint + " # of the demo", ".leaksieveignore:1: of the demo"},
		"reason after a tab":               {fingerprint + "\t#of the demo #1", ".leaksieveignore:1: of the demo #1"},
		"comments and empty lines before":  {"# mine\n\n  # indented\n" + fingerprint, ".leaksieveignore:4"},
		"the last line has no end":         {"#\n" + fingerprint, ".leaksieveignore:2"},
		"CRLF":                             {"# mine\r\n" + fingerprint + " # why\r\n", ".leaksieveignore:2: why"},
		"byte order mark":                  {"\xef\xbb\xbf" + fingerprint, ".leaksieveignore:1"},
		"byte order mark before a comment": {"\xef\xbb\xbf# mine\n" + fingerprint, ".leaksieveignore:2"},
		"blanks around":                    {"  " + fingerprint + "  \n", ".leaksieveignore:1"},
		"gitleaks, any commit":             {"config/app.env:acme-key:3", ".leaksieveignore:1"},
		"gitleaks, this commit":            {commitID + ":config/app.env:acme-key:3", ".leaksieveignore:1"},
		"gitleaks, this commit, short":     {"0123456:config/app.env:acme-key:3", ".leaksieveignore:1"},
		"gitleaks, another commit":         {"ffffffff:config/app.env:acme-key:3", ""},
		"gitleaks, another path":           {"config/app:acme-key:3", ""},
		"gitleaks, another rule":           {"config/app.env:acme:3", ""},
		"gitleaks, another line":           {"config/app.env:acme-key:4", ""},
		"gitleaks with a reason":           {"config/app.env:acme-key:3 # why", ".leaksieveignore:1: why"},
		"the first of two counts":          {"config/app.env:acme-key:3 # a\n" + fingerprint + " # b\n", ".leaksieveignore:2: b"},
		"twice the same":                   {fingerprint + "\n" + fingerprint, ".leaksieveignore:1"},
	} {
		t.Run(name, func(t *testing.T) {
			ig := parseIgnore(t, c.text)
			d := decide.New(decide.Options{Ignores: []*decide.Ignore{ig}})
			f := aFinding()
			d.Decide(&f)
			assert.Equal(t, c.want, f.Decision.Reason)
			assert.Equal(t, c.want != "", f.Decision.Suppressed)
			if c.want != "" {
				assert.Equal(t, leak.SuppressedByIgnore, f.Decision.By)
				assert.Empty(t, d.Unused(), "what matched is used, also when something else was first")
			}
		})
	}
}

func TestIgnorePathsWithOddCharacters(t *testing.T) {
	for path, lead := range map[string]string{
		"src/C#/main.cs":  "",
		"#notes/#1.txt":   "0123456:", // a line that begins with # is a comment
		"C:/temp/x.env":   "",
		"a:b:c":           "",
		"with blank.env":  "",
		"abcdef0/x.env":   "",
		"abcdef01":        "",
		"пароль/файл.env": "",
	} {
		t.Run(path, func(t *testing.T) {
			f := aFinding()
			f.Origin.Path = path
			ig := parseIgnore(t, lead+path+":acme-key:3\n")
			assert.True(t, decideWith(decide.Options{Ignores: []*decide.Ignore{ig}}, f).Suppressed)
		})
	}
}

func TestIgnoreOfACommitNeedsThatCommit(t *testing.T) {
	f := aFinding()
	f.Exposure.First = nil
	ig := parseIgnore(t, commitID+":config/app.env:acme-key:3")
	assert.False(t, decideWith(decide.Options{Ignores: []*decide.Ignore{ig}}, f).Suppressed)
}

func TestUnusedIgnoreEntriesAreNamedByLine(t *testing.T) {
	ig := parseIgnore(t, "# mine\nls1-ffffffffffffffffffffffffffffffff\n"+fingerprint+"\nx:y:1 # old\n")
	d := decide.New(decide.Options{Ignores: []*decide.Ignore{ig}})
	f := aFinding()
	d.Decide(&f)
	assert.Equal(t, []string{".leaksieveignore:2", ".leaksieveignore:4"}, d.Unused())
}

func TestIgnoreFileMistakes(t *testing.T) {
	for name, text := range map[string]string{
		"prose":                    "everything",
		"fingerprint cut off":      fingerprint[:30],
		"fingerprint too long":     fingerprint + "0",
		"fingerprint in capitals":  strings.ToUpper(fingerprint),
		"another version":          "ls9" + fingerprint[3:],
		"line is no number":        "path:rule:three",
		"line below zero":          "path:rule:-3",
		"line with a sign":         "path:rule:+3",
		"line too large":           "path:rule:99999999999999999999",
		"no line":                  "path:rule:",
		"no rule":                  "path::3",
		"no path":                  ":rule:3",
		"nothing but colons":       "::",
		"a secret":                 secret,
		"a secret with colons":     "a:" + secret + ":b",
		"path and line":            "config/app.env:3",
		"a path with a blank hash": "dir #1/x:rule:3",
		"control characters":       "\x1b[31m",
		"NUL":                      "\x00",
		"not UTF-8":                "\xff\xfe",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := decide.ParseIgnore("dir/.leaksieveignore", []byte("# mine\n\n"+text+"\n"+fingerprint))
			require.Error(t, err)
			assert.Equal(t, "dir/.leaksieveignore:3: not a fingerprint; write one from a report, or commit:path:rule:line", err.Error())
		})
	}
}

func TestReadIgnore(t *testing.T) {
	dir := t.TempDir()
	t.Run("none", func(t *testing.T) {
		ig, err := decide.ReadIgnore(filepath.Join(dir, ".leaksieveignore"))
		assert.NoError(t, err)
		assert.Nil(t, ig)
	})
	t.Run("a folder", func(t *testing.T) {
		_, err := decide.ReadIgnore(dir)
		assert.ErrorContains(t, err, "reading ignore file: ")
	})
	t.Run("a pipe", func(t *testing.T) {
		path := filepath.Join(dir, "pipe")
		require.NoError(t, syscall.Mkfifo(path, 0o600))
		_, err := decide.ReadIgnore(path)
		assert.ErrorContains(t, err, "pipe is not a regular file")
	})
	t.Run("larger than any is", func(t *testing.T) {
		path := filepath.Join(dir, "large")
		require.NoError(t, os.WriteFile(path, nil, 0o600))
		require.NoError(t, os.Truncate(path, 64<<20+1))
		_, err := decide.ReadIgnore(path)
		assert.ErrorContains(t, err, "more than")
	})
	t.Run("a file", func(t *testing.T) {
		path := filepath.Join(dir, ".gitleaksignore")
		require.NoError(t, os.WriteFile(path, []byte(fingerprint), 0o600))
		ig, err := decide.ReadIgnore(path)
		require.NoError(t, err)
		assert.Equal(t, ".gitleaksignore:1", decideWith(decide.Options{Ignores: []*decide.Ignore{ig}}, aFinding()).Reason)
	})
}

func TestHugeIgnoreFile(t *testing.T) {
	var b strings.Builder
	const n = 20_000
	for i := range n {
		fmt.Fprintf(&b, "ls1-%032x\nfile%d:acme-key:3\n", i, i)
	}
	d := decide.New(decide.Options{Ignores: []*decide.Ignore{parseIgnore(t, b.String())}})
	for i := range n { // comparing each finding with each entry would take long
		f := aFinding()
		f.Fingerprint, f.Origin.Path = fmt.Sprintf("ls1-%032x", i), fmt.Sprintf("file%d", i)
		d.Decide(&f)
		require.True(t, f.Decision.Suppressed)
	}
	assert.Empty(t, d.Unused())
}

func FuzzIgnore(f *testing.F) {
	for _, s := range []string{"", "#", fingerprint, "a:b:1", commitID + ":a:b:1 # x\r\n", "\xef\xbb\xbf::", "a b:c:0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ig, err := decide.ParseIgnore("file", []byte(text))
		if err != nil {
			assert.Regexp(t, `^file:[0-9]+: not a fingerprint; [ -~]*$`, err.Error())
			return
		}
		d := decide.New(decide.Options{Set: &rules.Set{}, Ignores: []*decide.Ignore{ig}})
		entries := len(d.Unused())
		assert.LessOrEqual(t, entries, strings.Count(text, "\n")+1)
		found := aFinding()
		d.Decide(&found)
		assert.Equal(t, found.Decision.Suppressed, len(d.Unused()) < entries)
	})
}
