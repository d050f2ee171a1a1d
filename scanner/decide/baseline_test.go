package decide_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// reportOf writes findings in a format, as a scan does.
func reportOf(t *testing.T, format string, clear bool, findings ...leak.Finding) string {
	t.Helper()
	f, ok := reporters.Lookup(format)
	require.True(t, ok)
	var b strings.Builder
	run := leak.Run{Schema: leak.SchemaVersion, Tool: "leaksieve"}
	require.NoError(t, reporters.Replay(f.New(&b, reporters.Options{ShowSecrets: clear}), run, findings, nil, leak.Summary{}))
	return b.String()
}

func TestOwnReportIsABaseline(t *testing.T) {
	other := aFinding()
	other.Fingerprint = "ls1-ffffffffffffffffffffffffffffffff"
	moved := aFinding()
	moved.Start.Line = 99
	for _, format := range []string{"json", "jsonl"} {
		for _, clear := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, secrets shown: %v", format, clear), func(t *testing.T) {
				bl := parseBaseline(t, reportOf(t, format, clear, aFinding()))
				assert.Equal(t, leak.Decision{Suppressed: true, By: leak.SuppressedByBaseline, Reason: "known in known.json"},
					decideWith(decide.Options{Baseline: bl}, moved))
				assert.False(t, decideWith(decide.Options{Baseline: bl}, other).Suppressed)
			})
		}
		t.Run(format+", no findings", func(t *testing.T) {
			bl := parseBaseline(t, reportOf(t, format, false))
			assert.False(t, decideWith(decide.Options{Baseline: bl}, aFinding()).Suppressed)
		})
	}
}

// gitleaks is a report of gitleaks with one finding, changed.
func gitleaks(change map[string]any) string {
	f := map[string]any{
		"Description": "d", "StartLine": 3, "EndLine": 3, "StartColumn": 1, "EndColumn": 2, "Match": "KEY=" + secret, "Secret": secret,
		"File": "config/app.env", "SymlinkFile": "", "Commit": commitID, "Entropy": 3.5, "Author": "a", "Email": "e",
		"Date": "2024-01-01T00:00:00Z", "Message": "m", "Tags": []string{}, "RuleID": "acme-key", "Fingerprint": "x",
	}
	for k, v := range change {
		f[k] = v
	}
	b, _ := json.MarshalIndent([]any{f}, "", " ")
	return string(b)
}

func TestGitleaksReportIsABaseline(t *testing.T) {
	type set = map[string]any
	for name, c := range map[string]struct {
		change set
		want   bool
	}{
		"as it is":                                   {nil, true},
		"on another line":                            {set{"StartLine": 99}, true},
		"in another commit":                          {set{"Commit": "ffffffff"}, true},
		"of a scan without git":                      {set{"Commit": ""}, true},
		"path from the current folder":               {set{"File": "./config/app.env"}, true},
		"another secret":                             {set{"Secret": "another-secret"}, false},
		"another rule":                               {set{"RuleID": "acme"}, false},
		"another file":                               {set{"File": "app.env"}, false},
		"redacted":                                   {set{"Secret": "REDACTED"}, true},
		"redacted, on another line":                  {set{"Secret": "REDACTED", "StartLine": 4}, false},
		"redacted, in another commit":                {set{"Secret": "REDACTED", "Commit": "ffffffff"}, false},
		"redacted, without a commit":                 {set{"Secret": "REDACTED", "Commit": ""}, true},
		"redacted, in another file":                  {set{"Secret": "REDACTED", "File": "x"}, false},
		"redacted, of another rule":                  {set{"Secret": "REDACTED", "RuleID": "x"}, false},
		"half redacted":                              {set{"Secret": "correct-ho..."}, true},
		"half redacted, on another line":             {set{"Secret": "correct-ho...", "StartLine": 4}, false},
		"half redacted, another secret on this line": {set{"Secret": "incorrect-..."}, false},
		"redacted altogether by --redact=100":        {set{"Secret": "..."}, true},
		"without the secret":                         {set{"Secret": ""}, true},
		"without the secret, on another line":        {set{"Secret": "", "StartLine": 4}, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := decide.New(decide.Options{Baseline: parseBaseline(t, gitleaks(c.change))})
			f := aFinding()
			d.Decide(&f)
			assert.Equal(t, c.want, f.Decision.Suppressed)
			if c.want {
				assert.Empty(t, d.Unused())
			} else {
				assert.Len(t, d.Unused(), 1)
				assert.NotContains(t, d.Unused()[0], "correct")
			}
		})
	}
}

func TestBaselineForms(t *testing.T) {
	one := `{"fingerprint":"` + fingerprint + `"}`
	for name, text := range map[string]string{
		"on one line":                      `{"schema":1,"findings":[` + one + `]}`,
		"blanks around":                    "\n\t {\"schema\":1,\"findings\":[" + one + "]} \r\n\n",
		"byte order mark":                  "\xef\xbb\xbf" + `{"schema":1,"findings":[` + one + `]}`,
		"a document a line":                `{"type":"run","run":{"schema":1}}` + "\n" + `{"type":"finding","finding":` + one + "}\n" + `{"type":"summary"}`,
		"CRLF":                             `{"type":"run"}` + "\r\n" + `{"type":"finding","finding":` + one + "}\r\n" + `{"type":"summary"}`,
		"gitleaks' with a byte order mark": "\xef\xbb\xbf " + gitleaks(nil),
	} {
		t.Run(name, func(t *testing.T) {
			assert.True(t, decideWith(decide.Options{Baseline: parseBaseline(t, text)}, aFinding()).Suppressed)
		})
	}
	t.Run("gitleaks found nothing", func(t *testing.T) {
		assert.False(t, decideWith(decide.Options{Baseline: parseBaseline(t, "[]\n")}, aFinding()).Suppressed)
	})
}

func TestBaselineMistakes(t *testing.T) {
	const ours, theirs = "not a report of leaksieve or gitleaks: ", "not a report of gitleaks: "
	for name, c := range map[string]struct{ text, want string }{
		"empty file":                {"", "1: " + ours + `it has no "schema"`},
		"not JSON":                  {"hello\n", "1: " + ours + "invalid character 'h' looking for beginning of value"},
		"null":                      {"null", "1: " + ours + `it has no "schema"`},
		"number":                    {"7", "1: " + ours + "a JSON number stands where an object should"},
		"other JSON":                {`{"a":1}`, "1: " + ours + `it has no "schema"`},
		"SARIF":                     {`{"version":"2.1.0","runs":[]}`, "1: " + ours + `it has no "schema"`},
		"comma too many":            {"{\n\"schema\": 1,\n}", "3: " + ours + "invalid character '}' looking for beginning of object key string"},
		"brace too many":            {"{\"schema\":1}\n}\n", "2: " + ours + "invalid character '}' looking for beginning of value"},
		"text after it":             {"{\"schema\":1}\n\nhello", "3: " + ours + "invalid character 'h' looking for beginning of value"},
		"ends early":                {"{\"schema\":1,\n\"findings\":[\n", "3: " + ours + "unexpected EOF"},
		"third line is broken":      {"{\"type\":\"run\"}\n{}\n{\"type\":x}\n", "3: " + ours + "invalid character 'x' looking for beginning of value"},
		"wrong type":                {"{\"schema\":1,\n\"findings\":[\n{\"fingerprint\":7}]}", "3: " + ours + "the value of Findings.Fingerprint is a JSON number"},
		"wrong type, a later line":  {"{\"type\":\"run\"}\n{}\n{\"type\":7}\n", "3: " + ours + "the value of Type is a JSON number"},
		"no fingerprint":            {"{\"schema\":1,\"findings\":[{}]}", "1: " + ours + "a finding has no fingerprint"},
		"no fingerprint, line 2":    {"{\"type\":\"run\"}\n{\"finding\":{\"fingerprint\":\"x\"}}", "2: " + ours + "a finding has no fingerprint"},
		"array of numbers":          {"[\n1]", "2: " + theirs + "a JSON number stands where an object should"},
		"array of other things":     {`[{"a":1}]`, "1: " + theirs + "finding 1 has no RuleID"},
		"second has no rule":        {`[{"RuleID":"a"},{"File":"b"}]`, "1: " + theirs + "finding 2 has no RuleID"},
		"gitleaks' ends early":      {"[\n{\"RuleID\":\"a\"},\n", "3: " + theirs + "unexpected end of JSON input"},
		"gitleaks' with wrong line": {"[\n{\"RuleID\":\"a\",\n\"StartLine\":\"3\"}]", "3: " + theirs + "the value of StartLine is a JSON string"},
		"gitleaks' with text after": {"[]\nhello", "2: " + theirs + "invalid character 'h' after top-level value"},
		"UTF-16":                    {"\xff\xfe{\x00}\x00", "1: " + ours + "invalid character 'ÿ' looking for beginning of value"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := decide.ParseBaseline("dir/known.json", []byte(c.text))
			require.Error(t, err)
			assert.Equal(t, "baseline dir/known.json:"+c.want, err.Error())
		})
	}
}

func TestReadBaseline(t *testing.T) {
	dir := t.TempDir()
	_, err := decide.ReadBaseline(filepath.Join(dir, "none.json"))
	assert.ErrorContains(t, err, "reading baseline: ")
	assert.ErrorIs(t, err, os.ErrNotExist)
	path := filepath.Join(dir, "b.json")
	require.NoError(t, os.WriteFile(path, []byte(gitleaks(nil)), 0o600))
	bl, err := decide.ReadBaseline(path)
	require.NoError(t, err)
	assert.Equal(t, "known in b.json", decideWith(decide.Options{Baseline: bl}, aFinding()).Reason)
}

func TestHugeBaseline(t *testing.T) {
	const n = 20_000 // comparing each finding with each entry would take long
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`{"RuleID":"acme-key","File":"file%d","Secret":%q}`, i, secret))
	}
	d := decide.New(decide.Options{Baseline: parseBaseline(t, "["+strings.Join(all, ",\n")+"]")})
	for i := range n {
		f := aFinding()
		f.Origin.Path = fmt.Sprintf("file%d", i)
		d.Decide(&f)
		require.True(t, f.Decision.Suppressed)
	}
	assert.Empty(t, d.Unused())
}

// A report of gitleaks holds secrets; no message repeats them.
func TestBaselineMessagesHoldNoSecret(t *testing.T) {
	d := decide.New(decide.Options{Baseline: parseBaseline(t, gitleaks(map[string]any{"File": "elsewhere"}))})
	assert.NotContains(t, strings.Join(d.Unused(), "\n"), secret)
	for _, text := range []string{
		`[{"RuleID":"a","StartLine":"` + secret + `"}]`, `[{"Secret":"` + secret + `"}]`, `{"` + secret + `":1}`, `"` + secret + `"`, secret,
		`{"schema":1,"findings":[{"fingerprint":"` + secret + `"}]}`,
	} {
		_, err := decide.ParseBaseline("b", []byte(text))
		require.Error(t, err)
		assert.NotContains(t, err.Error(), secret)
	}
}

func FuzzBaseline(f *testing.F) {
	f.Add(gitleaks(nil))
	for _, s := range []string{"", "[", "[]", "{}", `{"schema":1}`, `{"type":"run"}` + "\n{", "\xef\xbb\xbf[null]", `{"schema":1,"findings":[{"fingerprint":"` + fingerprint + `"}]}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		bl, err := decide.ParseBaseline("file", []byte(text))
		if err != nil {
			assert.Regexp(t, `^baseline file:[0-9]+: not a report of [^\n]*$`, err.Error())
			return
		}
		d := decide.New(decide.Options{Baseline: bl})
		unused := len(d.Unused())
		found := aFinding()
		d.Decide(&found)
		assert.Equal(t, found.Decision.Suppressed, len(d.Unused()) < unused)
	})
}
