package token_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/token"
)

// found is what the built-in rules find in their own samples, as families get it.
type found struct {
	token.Input
	parts []leak.Part
}

var (
	everything = sync.OnceValues(findEverything)
	// names are ids of rules whose findings let nobody in alone and may be told.
	names = sync.OnceValue(func() map[string]bool {
		out := map[string]bool{}
		set, _ := rules.Builtin()
		for _, r := range set.Rules {
			out[r.ID] = r.SkipReport
		}
		return out
	})
)

func findEverything() (all []found, err error) {
	set, err := rules.Builtin()
	if err != nil {
		return nil, err
	}
	called := map[string][]string{}
	for _, r := range set.Rules {
		called[r.ID] = append([]string{r.ID}, r.Aliases...)
	}
	scanner := detect.New(set, detect.Options{Least: leak.ConfidenceLow}).NewScanner()
	files, err := filepath.Glob("../../rules/builtin/*.txtar")
	if err != nil {
		return nil, err
	}
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		samples, err := rules.ParseSamples(data, rand.New(rand.NewSource(int64(i))))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, s := range samples {
			unit := leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Path: s.Path}, Data: []byte(s.Data)}
			for _, f := range scanner.Scan(unit) {
				in := token.Input{Rule: f.Rule, Names: called[f.Rule], Secret: f.Secret.Reveal(), Match: f.Match.Reveal(),
					Lines: f.Lines.Reveal(), Path: s.Path, Parts: map[string]string{}}
				for _, p := range f.Parts {
					in.Parts[p.Rule] = p.Secret.Reveal()
				}
				all = append(all, found{in, f.Parts})
			}
		}
	}
	return all, nil
}

// documented matches, by family, what the issuer made to be read of a token as it is
// written: ids, and words that all its tokens have. Families that tell ids of twelve
// bytes and more belong here.
var documented = map[string]*regexp.Regexp{
	"airtable":          regexp.MustCompile(`^pat[A-Za-z0-9]{14}`),                      // id of the token
	"braintree":         regexp.MustCompile(`\$[0-9a-z]{16}\$`),                         // id of the merchant
	"astra":             regexp.MustCompile(`^AstraCS:[A-Za-z]{24}`),                    // id of the client
	"convex":            regexp.MustCompile(`^[a-z]+:[a-z0-9:-]+\|`),                    // name of the deployment
	"docker":            regexp.MustCompile(`^SWMTKN-1-[0-9a-z]{50}`),                   // digest of a certificate
	"doppler":           regexp.MustCompile(`^dp\.st\.[a-z0-9_-]+\.`),                   // name of the configuration
	"dynatrace":         regexp.MustCompile(`^dt0[a-z][0-9]{2}\.[A-Z2-7]{24}`),          // id of the token
	"harness":           regexp.MustCompile(`^[ps]at\.[A-Za-z0-9_-]{22}\.[0-9a-f]{24}`), // ids of account and token
	"microsoft-teams":   regexp.MustCompile(`@[0-9a-f-]{36}`),                           // id of the tenant
	"rancher":           regexp.MustCompile(`^[a-z0-9-]+:`),                             // name of the token
	"salesforce":        regexp.MustCompile(`^00D[A-Za-z0-9]{12,15}!`),                  // id of the organisation
	"sendgrid":          regexp.MustCompile(`^SG\.[A-Za-z0-9_-]{22}`),                   // id of the key
	"slack":             regexp.MustCompile(`[/-](?:[ABET][A-Z0-9]{8,19}|[0-9]{9,14})`), // ids of workspaces, apps and hooks
	"stripe":            regexp.MustCompile(`^(?:pi|seti)_[A-Za-z0-9]+`),                // id of the payment
	"tailscale":         regexp.MustCompile(`^tskey-[a-z]+-[A-Za-z0-9]+`),               // id of the key
	"twilio":            regexp.MustCompile(`^SK[0-9a-f]{32}$`),                         // id of an API key
	"secret-token":      regexp.MustCompile(`^secret-token:`),                           // the scheme of the URI
	"kubernetes-secret": regexp.MustCompile(`(?m)^[ \t,{]*["']?[\w.-]+["']?:`),          // the names of its keys
}

var (
	// anID is a number between separators, as teams, users and accounts have it.
	anID = regexp.MustCompile(`(?:^|[^0-9A-Za-z])([0-9]{8,20})(?:[^0-9A-Za-z]|$)`)
	// aHost is the host of a URL, without the user before it.
	aHost = regexp.MustCompile(`://(?:[^/@\s]*@)?([A-Za-z0-9.-]+)`)
	// aName is the name of a value in lines of YAML or JSON.
	aName = regexp.MustCompile(`(?m)^[ \t{,]*["']?([\w.-]+)["']?:[ \t]`)
)

// window is the length from which on a piece of a secret tells something of it.
const window = 12

// hidden returns the pieces of a secret that nobody may be told.
func hidden(family, secret string) []string {
	const cut = "\x00"
	for _, public := range []*regexp.Regexp{anID, aHost, aName} {
		for at := 0; ; {
			m := public.FindStringSubmatchIndex(secret[at:])
			if m == nil {
				break
			}
			secret = secret[:at+m[2]] + cut + secret[at+m[3]:]
			at += m[2] + len(cut)
		}
	}
	if public := documented[family]; public != nil {
		secret = public.ReplaceAllString(secret, cut)
	}
	return strings.Split(secret, cut)
}

// told returns the texts of a token.
func told(t *testing.T, tok *leak.Token) (out []string) {
	t.Helper()
	b, err := json.Marshal(tok)
	require.NoError(t, err)
	d := json.NewDecoder(strings.NewReader(string(b)))
	for {
		v, err := d.Token()
		if err != nil {
			return out
		}
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
}

// leaked returns what of a secret stands in a text: a whole short one, or twelve
// bytes of a longer one. "" is nothing.
func leaked(family, secret, text string) string {
	for _, piece := range hidden(family, secret) {
		n := window
		if len(secret) < window {
			n = len(piece)
		}
		for i := 0; n >= 6 && i+n <= len(piece); i++ {
			if strings.Contains(text, piece[i:i+n]) {
				return piece[i : i+n]
			}
		}
	}
	return ""
}

func TestNothingToldIsTheSecret(t *testing.T) {
	all, err := everything()
	require.NoError(t, err)
	require.Greater(t, len(all), 5000)
	read := 0
	for _, in := range all {
		tok := token.Read(&in.Input)
		if tok == nil {
			continue
		}
		read++
		for _, text := range told(t, tok) {
			assert.Empty(t, leaked(tok.Family, in.Secret, text), "%s tells of a secret of %s: %q", tok.Family, in.Rule, text)
			for rule, part := range in.Parts {
				if !names()[rule] {
					assert.Empty(t, leaked(tok.Family, part, text), "%s tells of a part of %s: %q", tok.Family, in.Rule, text)
				}
			}
		}
	}
	assert.Greater(t, read, 800)
	t.Logf("%d of %d findings tell something", read, len(all))
}

// TestNothingToldIsTheSecret would be worth nothing if it could not see one.
func TestLeakedSeesPieces(t *testing.T) {
	secret := "xoxb-" + "123456789012" + "-AbCdEfGhIjKlMnOpQrStUvWx"
	assert.NotEmpty(t, leaked("any", secret, "the token is ghIjKl"+"AbCdEfGhIjKl"), "twelve bytes")
	assert.Empty(t, leaked("any", secret, "AbCdEfGhIjK"), "eleven bytes")
	assert.Empty(t, leaked("any", secret, "team 123456789012"), "an id")
	assert.Empty(t, leaked("any", "https://hooks.example.com/AbCdEfGhIjKlMnOp", "hooks.example.com"), "a host")
	assert.NotEmpty(t, leaked("any", "https://me:AbCdEfGhIjKlMnOp@db.example.com", "AbCdEfGhIjKlMnOp"), "a password is no host")
	assert.NotEmpty(t, leaked("any", "hunter22", "is hunter22"), "a short secret whole")
	assert.Empty(t, leaked("any", "  signing_names: "+"c2VjcmV0\n", "signing_names"), "a name")
	assert.NotEmpty(t, leaked("any", "  signing_names: signing_names\n", "signing_names"), "a value that is its name")
	assert.Empty(t, leaked("secret-token", "secret-"+"token:AbCdEfGhIjKl", "secret-token URI"))
}

// A family says who issued a token, or what it is: an empty answer helps nobody.
func TestEveryAnswerSaysWhatItIs(t *testing.T) {
	all, err := everything()
	require.NoError(t, err)
	families := map[string]bool{}
	for _, in := range all {
		if tok := token.Read(&in.Input); tok != nil {
			families[tok.Family] = true
			assert.NotEmpty(t, tok.Kind, "%s, found by %s", tok.Family, in.Rule)
			assert.False(t, tok.NeverExpires && tok.Expires != nil, "%s, found by %s", tok.Family, in.Rule)
		}
	}
	t.Logf("%d families", len(families))
}

// 10,000 findings of all rules are to take well under a second.
func BenchmarkRead(b *testing.B) {
	all, err := everything()
	require.NoError(b, err)
	rand.New(rand.NewSource(1)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for b.Loop() {
		for i := range 10_000 {
			token.Read(&all[i%len(all)].Input)
		}
	}
}
