package scanner

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var testKey = []byte("a key of a repository")

func aFinding() leak.Finding {
	return leak.Finding{
		Rule:   "acme-key",
		Secret: leak.NewSecret("correct horse battery staple"),
		Origin: leak.Origin{Kind: leak.KindFile, Repo: "modules/lib", Path: "config/app.env"},
	}
}

// Ignore files and baselines hold fingerprints: a change of this value is a
// change of the version in the prefix.
func TestFingerprintIsStableAcrossVersions(t *testing.T) {
	f := aFinding()
	assert.Equal(t, "ls1-692cff492fd2fb5a23e60cfd218e030e", fingerprint(testKey, &f))
}

func TestFingerprintHasTheFormThatIgnoreFilesRead(t *testing.T) {
	f := aFinding()
	assert.True(t, decide.IsFingerprint(fingerprint(testKey, &f)))
	assert.True(t, decide.IsFingerprint(fingerprint(nil, &leak.Finding{})))
}

func TestFingerprintSurvives(t *testing.T) {
	a := aFinding()
	for name, change := range map[string]func(f *leak.Finding){
		"a move to another line": func(f *leak.Finding) {
			f.Start, f.End = leak.Position{Line: 7, Column: 3, Offset: 99}, leak.Position{Line: 8}
		},
		"an edit around the secret": func(f *leak.Finding) {
			f.Line, f.LineHash, f.Lines, f.Match = "x", "y", leak.NewSecret("z"), leak.NewSecret("z")
		},
		"a new version of the file":         func(f *leak.Finding) { f.Origin.Object = strings.Repeat("a", 40) },
		"a rebase":                          func(f *leak.Finding) { f.Exposure.First = &leak.Commit{ID: "b", Date: time.Unix(1, 0)} },
		"better words in the rule":          func(f *leak.Finding) { f.Description, f.Severity, f.Tags = "d", leak.SeverityLow, []string{"t"} },
		"a decision":                        func(f *leak.Finding) { f.Decision.Suppressed = true },
		"reading it from stdin by --path":   func(f *leak.Finding) { f.Origin.Kind = leak.KindStdin },
		"a part that stands somewhere else": func(f *leak.Finding) { f.Parts = []leak.Part{{Rule: "x"}} },
	} {
		t.Run(name, func(t *testing.T) {
			b := aFinding()
			change(&b)
			assert.Equal(t, fingerprint(testKey, &a), fingerprint(testKey, &b))
		})
	}
}

func TestFingerprintDiffersBy(t *testing.T) {
	a := aFinding()
	seen := map[string]string{fingerprint(testKey, &a): "nothing", fingerprint([]byte("another key"), &a): "key"}
	assert.Len(t, seen, 2)
	for name, change := range map[string]func(f *leak.Finding){
		"rule":                func(f *leak.Finding) { f.Rule = "acme-key2" },
		"secret":              func(f *leak.Finding) { f.Secret = leak.NewSecret("correct horse battery stapler") },
		"path":                func(f *leak.Finding) { f.Origin.Path = "config/app2.env" },
		"repository inside":   func(f *leak.Finding) { f.Origin.Repo = "" },
		"kind of place":       func(f *leak.Finding) { f.Origin.Kind = leak.KindCommitMessage },
		"ref":                 func(f *leak.Finding) { f.Origin.Ref = "refs/heads/x" },
		"where the path ends": func(f *leak.Finding) { f.Origin.Repo, f.Origin.Path = "modules/libconfig", "/app.env" },
		"a NUL in the secret": func(f *leak.Finding) {
			f.Secret, f.Origin.Repo = leak.NewSecret("correct horse battery staple\x00modules"), "lib"
		},
		"a NUL in the path": func(f *leak.Finding) {
			f.Secret, f.Origin.Repo = leak.NewSecret("correct horse battery staple\x00modules/lib"), "config/app.env"
			f.Origin.Path = ""
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := aFinding()
			change(&b)
			fp := fingerprint(testKey, &b)
			assert.NotContains(t, seen, fp)
			seen[fp] = name
		})
	}
}

// The value alone, without the key, is no way to try guesses.
func TestFingerprintIsKeyed(t *testing.T) {
	f := aFinding()
	assert.NotEqual(t, fingerprint(nil, &f), fingerprint(testKey, &f))
	assert.NotContains(t, fingerprint(testKey, &f), "correct")
}
