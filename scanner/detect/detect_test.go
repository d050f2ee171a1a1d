package detect_test

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// loaded makes a set of rules of a configuration in TOML alone.
func loaded(t testing.TB, toml string) *rules.Set {
	t.Helper()
	file := filepath.Join(t.TempDir(), "rules.toml")
	require.NoError(t, os.WriteFile(file, []byte(toml), 0o600))
	set, err := rules.LoadFile(file, rules.LoadOptions{})
	require.NoError(t, err)
	return set
}

// over makes a set of rules that a configuration lays over others.
func over(t testing.TB, base, toml string) *rules.Set {
	t.Helper()
	file := filepath.Join(t.TempDir(), "base.toml")
	require.NoError(t, os.WriteFile(file, []byte(base), 0o600))
	return loaded(t, "[extend]\npath = '"+filepath.ToSlash(file)+"'\n"+toml)
}

func scan(set *rules.Set, content string) (found []string) {
	for _, f := range detect.New(set, detect.Options{}).Scan(leak.Unit{Data: []byte(content)}) {
		found = append(found, f.Rule+" "+f.Secret.Reveal())
	}
	return found
}

func TestScan(t *testing.T) {
	for name, c := range map[string]struct {
		rules, content string
		want           []string
	}{
		"a match around its keyword": {
			rules:   "[[rules]]\nid='a'\nregex='key-[0-9]{4}'\nkeywords=['key-']",
			content: "x key-1234 y", want: []string{"a key-1234"},
		},
		"the keyword in another case than the expression wants": {
			rules:   "[[rules]]\nid='a'\nregex='key-[0-9]{4}'\nkeywords=['key-']",
			content: "KEY-1234",
		},
		"case ignored": {
			rules:   "[[rules]]\nid='a'\nregex='(?i)key-[0-9]{4}'\nkeywords=['key-']",
			content: "Key-1234", want: []string{"a Key-1234"},
		},
		"a match that begins where another ends, of what that may end with": {
			rules:   "[[rules]]\nid='a'\nregex='[a-z_]{0,9}key=([0-9]{4})n'\nkeywords=['key=']",
			content: "  key=1234nmy_key=5678n", want: []string{"a 1234", "a 5678"},
		},
		"a match that ends where the window of an earlier keyword does": {
			rules:   "[[rules]]\nid='a'\nregex='.{0,9}key=([a-z=]{8})\\b'\nkeywords=['key=']",
			content: "key=key=abcdefghij",
		},
		"no keyword, so the whole content": {
			rules:   "[[rules]]\nid='a'\nregex='[0-9]{4}'",
			content: "x 1234\n5678", want: []string{"a 1234", "a 5678"},
		},
		"a keyword that the expression does not hold": {
			rules:   "[[rules]]\nid='a'\nregex='[0-9]{4}'\nkeywords=['token']",
			content: "1234\n\n\ntoken", want: []string{"a 1234"},
		},
		"such a keyword absent": {
			rules:   "[[rules]]\nid='a'\nregex='[0-9]{4}'\nkeywords=['token']",
			content: "1234",
		},
		"an expression without a bound, on the line of the keyword": {
			rules:   "[[rules]]\nid='a'\nregex='key=[a-z ]*([0-9]+)'\nkeywords=['key=']",
			content: "key=" + strings.Repeat("a ", 50000) + "77\n88", want: []string{"a 77"},
		},
		"an expression that crosses lines": {
			rules:   "[[rules]]\nid='a'\nregex='key=\\n{1,3}([0-9]{2})'\nkeywords=['key=']",
			content: "key=\n\n42", want: []string{"a 42"},
		},
		"the beginning of a line": {
			rules:   "[[rules]]\nid='a'\nregex='(?m)^key=([0-9]{2})$'\nkeywords=['key=']",
			content: "xkey=41\nkey=42\nkey=43x", want: []string{"a 42"},
		},
		"the end of the content": {
			rules:   "[[rules]]\nid='a'\nregex='key=([0-9]{2})$'\nkeywords=['key=']",
			content: "key=41\nkey=42", want: []string{"a 42"},
		},
		"the beginning of the content": {
			rules:   "[[rules]]\nid='a'\nregex='^key=([0-9]{2})'\nkeywords=['key=']",
			content: "key=41\nkey=42", want: []string{"a 41"},
		},
		"a group by number": {
			rules:   "[[rules]]\nid='a'\nregex='(key)=([0-9]{2})'\nsecretGroup=2\nkeywords=['key']",
			content: "key=41", want: []string{"a 41"},
		},
		"a group by name": {
			rules:   "[[rules]]\nid='a'\nregex='(key)=(?P<secret>[0-9]{2})'\nkeywords=['key']",
			content: "key=41", want: []string{"a 41"},
		},
		"too little entropy": {
			rules:   "[[rules]]\nid='a'\nregex='key=([a-z0-9]{8})'\nkeywords=['key=']\nentropy=2.5",
			content: "key=aaaabbbb key=a1b2c3d4", want: []string{"a a1b2c3d4"},
		},
		"many matches on one line": {
			rules:   "[[rules]]\nid='a'\nregex='k[0-9]'\nkeywords=['k']",
			content: "k1k2 k3kk4", want: []string{"a k1", "a k2", "a k3", "a k4"},
		},
		"the keyword twice in one match": {
			rules:   "[[rules]]\nid='a'\nregex='key[a-z]{0,9}=[0-9]{2}'\nkeywords=['key']",
			content: "keykeykey=42", want: []string{"a keykeykey=42"},
		},
		"the generic rule gives way": {
			rules:   "[[rules]]\nid='g'\ntags=['generic']\nregex='token=([a-z0-9-]{4,20})'\nkeywords=['token']\n[[rules]]\nid='a'\nregex='acme-[0-9]{4}'\nkeywords=['acme-']",
			content: "token=acme-1234", want: []string{"a acme-1234"},
		},
		"letters beyond ASCII after the keyword": {
			rules:   "[[rules]]\nid='a'\nregex='key=(.{3})!'\nkeywords=['key=']",
			content: "key=äöü! key=\xff\xfe\xfd!", want: []string{"a äöü", "a \xff\xfe\xfd"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, scan(loaded(t, c.rules), c.content))
		})
	}
}

func TestPlacesAreCountedFromOne(t *testing.T) {
	set := loaded(t, "[[rules]]\nid='a'\nregex='key=([0-9]{2})'\nkeywords=['key=']")
	found := detect.New(set, detect.Options{}).Scan(leak.Unit{Data: []byte("ä\n\nä key=42\n")})
	require.Len(t, found, 1)
	assert.Equal(t, leak.Position{Line: 3, Column: 8, Char: 7, Offset: 11}, found[0].Start)
	assert.Equal(t, leak.Position{Line: 3, Column: 10, Char: 9, Offset: 13}, found[0].End)
}

func TestRequiredRules(t *testing.T) {
	set := loaded(t, `
[[rules]]
id = 'id'
regex = 'id-[0-9]{2}'
keywords = ['id-']
skipReport = true
[[rules]]
id = 'pair'
regex = 'key-[0-9]{2}'
keywords = ['key-']
[[rules.required]]
id = 'id'
withinLines = 1
`)
	assert.Equal(t, []string{"pair key-11", "pair key-22"}, scan(set, "id-01\nkey-11\n\n\nkey-22\nid-02\n\nkey-33"))
	found := detect.New(set, detect.Options{}).Scan(leak.Unit{Data: []byte("id-01\n\nkey-11\nid-02")})
	require.Len(t, found, 1)
	require.Len(t, found[0].Parts, 1)
	assert.Equal(t, "id-02", found[0].Parts[0].Secret.Reveal())
}

func TestPathsOfRules(t *testing.T) {
	set := loaded(t, "[[rules]]\nid='a'\npath='\\.env$'\nregex='key=([0-9]{2})'\n[[rules]]\nid='b'\npath='\\.pem$'")
	d := detect.New(set, detect.Options{})
	ids := func(path string) (ids []string) {
		for _, f := range d.Scan(leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Path: path}, Data: []byte("key=42")}) {
			ids = append(ids, f.Rule)
		}
		return ids
	}
	assert.Equal(t, []string{"a"}, ids("x/.env"))
	assert.Equal(t, []string{"b"}, ids("x/id.pem"))
	assert.Empty(t, ids("x/other"))
	assert.Equal(t, []string{"a"}, ids(""), "decided when the path is known")
}

// builtinSamples are the drawn contents of all sample files.
func builtinSamples(t testing.TB, seed int64) (out []string) {
	r := rand.New(rand.NewSource(seed))
	files, err := filepath.Glob("../../rules/builtin/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		samples, err := rules.ParseSamples(data, r)
		require.NoError(t, err, f)
		for _, s := range samples {
			out = append(out, s.Data)
		}
	}
	return out
}

// FuzzScan compares the detector with its slow twin, which searches for each
// keyword by itself and tries every expression around every keyword.
func FuzzScan(f *testing.F) {
	set, err := rules.Builtin()
	require.NoError(f, err)
	samples := builtinSamples(f, 1)
	f.Add(int64(1), []byte("token = "))
	f.Add(int64(2), []byte("\xff\xfe \n"))
	fast, slow := detect.Gated(detect.New(set, detect.Options{})), detect.New(set, detect.Options{Naive: true})
	scanner := fast.NewScanner()
	f.Fuzz(func(t *testing.T, seed int64, noise []byte) {
		content := mixed(rand.New(rand.NewSource(seed)), samples, noise)
		u := leak.Unit{Data: content}
		require.Equal(t, told(slow.Scan(u)), told(scanner.Scan(u)))
	})
}

// mixed is some samples, whole and cut, with noise between and in them.
func mixed(r *rand.Rand, samples []string, noise []byte) (out []byte) {
	for range 1 + r.Intn(12) {
		s := []byte(samples[r.Intn(len(samples))])
		switch r.Intn(4) {
		case 0:
			s = s[:r.Intn(len(s)+1)]
		case 1:
			s = s[r.Intn(len(s)+1):]
		case 2:
			if at := r.Intn(len(s) + 1); len(noise) > 0 {
				s = append(s[:at:at], append(noise[r.Intn(len(noise)):], s[at:]...)...)
			}
		}
		out = append(out, s...)
	}
	return out
}

func TestSameAsSlowTwin(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	samples := builtinSamples(t, 2)
	fast, slow := detect.Gated(detect.New(set, detect.Options{})), detect.New(set, detect.Options{Naive: true})
	scanner, hits := fast.NewScanner(), 0
	r := rand.New(rand.NewSource(3))
	for range 1000 {
		u := leak.Unit{Data: mixed(r, samples, []byte("\n= \"':,._-x0\xc3\xa4"))}
		want := told(slow.Scan(u))
		require.Equal(t, want, told(scanner.Scan(u)), "%q", u.Data)
		hits += len(want)
	}
	require.Greater(t, hits, 1000)
}

// told is what tells findings apart, secrets in clear.
func told(found []leak.Finding) (out []string) {
	for _, f := range found {
		text := f.Rule + " " + f.Secret.Reveal() + " " + f.Match.Reveal()
		for _, p := range f.Parts {
			text += fmt.Sprint(" ", p.Rule, " ", p.Start, " ", p.Secret.Reveal())
		}
		out = append(out, text)
	}
	return out
}

// What a rule allows is left to another that sees the same secret.
func TestAnAllowedMatchGivesWay(t *testing.T) {
	set := loaded(t, `
[[rules]]
id = 'special'
regex = 'key=(?P<secret>[a-z0-9]{6,12});'
keywords = ['key=']
[[rules.allowlists]]
regexes = ['^test']
[[rules]]
id = 'plain'
regex = 'key=(?P<secret>[a-z0-9]{6,12})'
keywords = ['key=']
[[rules.allowlists]]
paths = ['x']
regexes = ['^other']
condition = 'AND'
`)
	assert.Equal(t, []string{"plain test12"}, scan(set, "key=test12;"))
	assert.Equal(t, []string{"special other1"}, scan(set, "key=other1;"))
}

func TestBuiltinAllowlistsDoNotLookAtLines(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	for _, r := range append(slices.Clone(set.Rules), &rules.Rule{ID: "all", Allowlists: set.Allowlists}) {
		for _, a := range r.Allowlists {
			assert.NotEqual(t, "line", a.RegexTarget, r.ID)
		}
	}
}

// A built-in rule whose expression does not hold its keywords would be tried on
// the whole of every file that has one.
func TestBuiltinRulesAreTriedInWindows(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	for id, scope := range detect.Scopes(set) {
		assert.Equal(t, "window", scope, id)
	}
}

// A line does not begin where a window does.
func TestAnchorsInWindows(t *testing.T) {
	set := loaded(t, "[[rules]]\nid='a'\nregex='(?m:^)[A-Z]{0,9}TOKEN=(?P<secret>[0-9A-Za-z=]{4,40})'\nkeywords=['token=']")
	for n := range 12 { // in one of them the window around the second keyword begins at the first
		assert.Empty(t, scan(set, "zTOKEN="+strings.Repeat("a", n)+"TOKEN=hijk"), n)
	}
	assert.Equal(t, []string{"a abcd"}, scan(set, "x\nABCDTOKEN=abcd"))
}

// What is turned down by the byte before a keyword is what the expression would.
func TestBoundariesBeforeKeywords(t *testing.T) {
	for _, regex := range []string{`\bkey[0-9]{4}`, `(?:\b|_)key[0-9]{4}`, `[a-z]{0,3} ?\bkey[0-9]{4}`, `(?:x|\b)(?:-)?key[0-9]{4}`, `\b\bkey[0-9]{4}`, `\B key[0-9]{4}`, `(?:^|[ \n])\bkey[0-9]{4}`, `key\b[0-9=]{1,4}`, `key\b`} {
		set := loaded(t, "[[rules]]\nid='a'\nregex='"+regex+"'\nkeywords=['key']")
		fast, slow := detect.New(set, detect.Options{}), detect.New(set, detect.Options{Naive: true})
		for _, before := range []string{"", "x", " ", "_", "-", "\n", "ab ", "a-", "\xc3\xa9", "x-", "9"} {
			for _, after := range []string{"1234", "=12", "", " "} {
				u := leak.Unit{Data: []byte(before + "key" + after)}
				assert.Equal(t, told(slow.Scan(u)), told(fast.Scan(u)), "%s in %q", regex, u.Data)
			}
		}
	}
}

// What a keyword's gate turns down, once the keyword is common, is what the expression
// would.
func TestGates(t *testing.T) {
	for _, regex := range []string{
		`AC[0-9a-f]{2}`, `\bAc[0-9]{2}`, `(?i)ac[0-9]`, `aC\b`, `\BAC.`, `[xy]ac_[0-9]?`, `(?:xAC|-aCy)[0-9]`, `(?s)AC.{1,3}z`,
		`(?:^|[ \n])AC[0-9]`, `_?[aA]c(?:é|[0-9])`, `(?m:^)ac(?m:$)`, `AC[0-9]{0,3}`, `ſac[0-9]`,
	} {
		t.Run(regex, func(t *testing.T) {
			set := loaded(t, "[[rules]]\nid='a'\nregex='"+regex+"'\nkeywords=['ac']\n[[rules]]\nid='b'\nregex='AC!|aC!'\nkeywords=['ac']")
			slow, scanner := detect.New(set, detect.Options{Naive: true}), detect.Gated(detect.New(set, detect.Options{})).NewScanner()
			for _, before := range []string{"", "x", " ", "_", "-", "\n", "\xc3\xa9", "ſ", "long enough for eight bytes "} {
				for _, keyword := range []string{"ac", "aC", "Ac", "AC"} {
					for _, after := range []string{"", "1", "12", "fe", "_1", "y1", "!", "\nz", " ", "é"} {
						u := leak.Unit{Data: []byte(before + keyword + after)}
						assert.Equal(t, told(slow.Scan(u)), told(scanner.Scan(u)), "%q", u.Data)
					}
				}
			}
		})
	}
}
