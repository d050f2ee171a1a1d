package decide_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

func on(lines, above string) leak.Finding {
	f := aFinding()
	f.Lines, f.Above = leak.NewSecret(lines), leak.NewSecret(above)
	return f
}

func TestCommentOnTheLine(t *testing.T) {
	line := "KEY=" + secret
	for name, c := range map[string]struct {
		lines string
		want  string // the reason; "": reported
	}{
		"no comment":                        {line, ""},
		"shell, Python, YAML, TOML":         {line + " # leaksieve:allow", "comment"},
		"gitleaks' word":                    {line + " # gitleaks:allow", "comment"},
		"C, Go, JavaScript":                 {line + " // leaksieve:allow", "comment"},
		"C block":                           {line + " /* leaksieve:allow */", "comment"},
		"without blanks":                    {line + "/*leaksieve:allow*/", "comment"},
		"HTML":                              {line + " <!-- leaksieve:allow -->", "comment"},
		"HTML without blanks":               {line + " <!--leaksieve:allow-->", "comment"},
		"SQL, Lua, Haskell":                 {line + " -- leaksieve:allow", "comment"},
		"Lisp, ini":                         {line + " ; leaksieve:allow", "comment"},
		"TeX":                               {line + " % leaksieve:allow", "comment"},
		"Jinja":                             {line + " {# leaksieve:allow #}", "comment"},
		"JSON, where there are no comments": {`{"key": "` + secret + `", "note": "leaksieve:allow"}`, "comment"},
		"before the secret":                 {"/* leaksieve:allow */ " + line, "comment"},
		"CRLF":                              {line + " # leaksieve:allow\r", "comment"},
		"this rule":                         {line + " # leaksieve:allow acme-key", "comment"},
		"this rule among others":            {line + " # leaksieve:allow other-key, acme-key", "comment"},
		"this rule, HTML":                   {line + " <!-- leaksieve:allow acme-key -->", "comment"},
		"another rule":                      {line + " # leaksieve:allow other-key", ""},
		"another rule without a dash":       {line + " # leaksieve:allow other", ""},
		"another rule in capitals":          {line + " # leaksieve:allow OtherKey", ""},
		"another rule, then this":           {line + " # leaksieve:allow other-key leaksieve:allow acme-key", "comment"},
		"reason":                            {line + " # leaksieve:allow -- of the demo", "comment: of the demo"},
		"reason without blanks":             {line + " # leaksieve:allow--of the demo", "comment: of the demo"},
		"rule and reason":                   {line + " # leaksieve:allow acme-key -- of the demo", "comment: of the demo"},
		"another rule and reason":           {line + " # leaksieve:allow other-key -- not acme-key", ""},
		"reason, C block":                   {line + " /* leaksieve:allow -- of the demo */", "comment: of the demo"},
		"reason, HTML":                      {line + " <!-- leaksieve:allow -- of the demo -->", "comment: of the demo"},
		"reason, JSON":                      {`{"key": "` + secret + `", "note": "leaksieve:allow -- of the demo"}`, "comment: of the demo"},
		"reason, CRLF":                      {line + " # leaksieve:allow -- of the demo\r", "comment: of the demo"},
		"prose":                             {line + " # leaksieve:allow this one", "comment"},
		"gitleaks' word knows no rules":     {line + " # gitleaks:allow a well-known key", "comment"},
		"longer word":                       {line + " # leaksieve:allowed", ""},
		"longer word with a dash":           {line + " # leaksieve:allow-list", ""},
		"longer word before":                {line + " # myleaksieve:allow", ""},
		"capitals":                          {line + " # LEAKSIEVE:ALLOW", ""},
		"other word":                        {line + " # nosieve:allow", ""},
		"first line of several":             {"K='" + secret + " # leaksieve:allow\ngoes on, other-key'", "comment"},
		"last line of several":              {"K='" + secret + "\ngoes on' # leaksieve:allow", "comment"},
		"no lines":                          {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			set := parseSet(t, "[[rules]]\nid='acme-key'\nregex='x'\n[[rules]]\nid='other'\nregex='x'\n[[rules]]\nid='OtherKey'\nregex='x'\n")
			got := decideWith(decide.Options{Set: set}, on(c.lines, ""))
			assert.Equal(t, c.want, got.Reason)
			assert.Equal(t, c.want != "", got.Suppressed)
		})
	}
}

func TestCommentOnTheLineAbove(t *testing.T) {
	for above, want := range map[string]bool{
		"# leaksieve:allow":                              true,
		"# gitleaks:allow":                               true,
		"    # leaksieve:allow":                          true,
		"\t// leaksieve:allow acme-key -- demo":          true,
		"#leaksieve:allow":                               true,
		"//leaksieve:allow":                              true,
		"/* leaksieve:allow */":                          true,
		"/** leaksieve:allow */":                         true,
		" * leaksieve:allow":                             true,
		"<!-- leaksieve:allow -->":                       true,
		"-- leaksieve:allow":                             true,
		";; leaksieve:allow":                             true,
		"% leaksieve:allow":                              true,
		"' leaksieve:allow":                              true,
		"REM leaksieve:allow":                            true,
		"{# leaksieve:allow #}":                          true,
		"{{!-- leaksieve:allow --}}":                     true,
		"<# leaksieve:allow #>":                          true,
		"// a demo: leaksieve:allow":                     true,
		"# leaksieve:allow\r":                            true,
		"# leaksieve:allow other-key":                    false,
		"":                                               false,
		"# something else":                               false,
		"a = 'b'  # leaksieve:allow":                     false, // is about that line
		"other(); // leaksieve:allow":                    false,
		`"other": "x", "note": "leaksieve:allow"`:        false,
		`#define OTHER "x" // leaksieve:allow`:           false,
		"--other=x \\ # leaksieve:allow":                 false,
		"'other': 'x', # leaksieve:allow":                false,
		"remote = 'x' # leaksieve:allow":                 false,
		"- other: x # leaksieve:allow":                   false,
		"OTHER=" + secret + " # leaksieve:allow":         false,
		"leaksieve:allow":                                false, // no comment
		"# leaksieve:allowed":                            false,
		strings.Repeat("x", 4000) + " # leaksieve:allow": false,
	} {
		t.Run(above, func(t *testing.T) {
			assert.Equal(t, want, decideWith(decide.Options{}, on("KEY="+secret, above)).Suppressed)
		})
	}
}

// Whoever picks a password must not thereby pick what is reported.
func TestCommentInsideTheSecretIsNone(t *testing.T) {
	for name, lines := range map[string]string{
		"the whole secret":   "leaksieve:allow",
		"in the middle":      "x leaksieve:allow y",
		"gitleaks' word":     "x gitleaks:allow",
		"on a line of a key": "-----BEGIN KEY-----\n# leaksieve:allow\n-----END KEY-----",
	} {
		t.Run(name, func(t *testing.T) {
			f := on(`password = "`+lines+`"`, "")
			f.Secret = leak.NewSecret(lines)
			assert.False(t, decideWith(decide.Options{}, f).Suppressed)
			f.Lines = leak.NewSecret(f.Lines.Reveal() + " # leaksieve:allow")
			assert.True(t, decideWith(decide.Options{}, f).Suppressed, "one beside it counts")
		})
	}
}

func TestFileThatIsTheSecretHasNoLines(t *testing.T) {
	f := leak.Finding{Rule: "key-file", Secret: leak.NewSecret("leaksieve:allow/id_rsa"), Origin: leak.Origin{Kind: leak.KindFile, Path: "leaksieve:allow/id_rsa"}}
	assert.False(t, decideWith(decide.Options{}, f).Suppressed)
}
