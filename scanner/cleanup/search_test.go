package cleanup

import (
	"bytes"
	"encoding/base64"
	"math/rand"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// target makes a Target of clear values.
func target(clear ...string) *Target {
	var found []leak.Finding
	for _, c := range clear {
		found = append(found, leak.Finding{Rule: "r", Secret: leak.NewSecret(c), Origin: leak.Origin{Kind: leak.KindFile, Path: "a"}, Start: leak.Position{Line: 1}})
	}
	return Pick(found)
}

// random returns bytes of any value, or of those that are special somewhere.
func random(r *rand.Rand, least, most int) string {
	alphabets := []string{"", "ab=>#<'\"/\\ %&$+\t", "ABCDEFabcdef0123456789+/", "päß→😀x"}
	alphabet := []rune(alphabets[r.Intn(len(alphabets))])
	var b strings.Builder
	for n := least + r.Intn(most-least+1); b.Len() < n; {
		if len(alphabet) == 0 {
			b.WriteByte(byte(r.Intn(256)))
		} else {
			b.WriteRune(alphabet[r.Intn(len(alphabet))])
		}
	}
	return b.String()
}

func TestSearchFindsWhatIsThere(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 300 {
		var clear []string
		for range 1 + r.Intn(20) {
			clear = append(clear, random(r, 8, 60))
		}
		tg := target(clear...)
		data := random(r, 0, 200)
		for range r.Intn(4) {
			sp := spellings(clear[r.Intn(len(clear))])
			if len(sp) > 0 {
				data += sp[r.Intn(len(sp))].text + random(r, 0, 30)
			}
		}
		s := NewSearch(tg, nil)
		s.Unit(0, leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Object: "1"}, Data: []byte(data)})
		got := map[int]bool{}
		for _, h := range s.Hits() {
			got[h.Secret] = true
		}
		want := map[int]bool{}
		for i, secret := range tg.Secrets {
			for _, sp := range spellings(secret.Value.Reveal()) {
				if secret.Weak == "" && strings.Contains(data, sp.text) {
					want[i] = true
				}
			}
		}
		require.Equal(t, want, got)
	}
}

func TestSpellings(t *testing.T) {
	const secret = `pa"ss/w+rd&<é>=$`
	wide := func(s string, big bool) string {
		var b bytes.Buffer
		for _, u := range utf16.Encode([]rune(s)) {
			if big {
				b.Write([]byte{byte(u >> 8), byte(u)})
			} else {
				b.Write([]byte{byte(u), byte(u >> 8)})
			}
		}
		return b.String()
	}
	got := map[string]bool{}
	for _, sp := range spellings(secret) {
		assert.Len(t, sp.cover, len(sp.text), "of the same length: %q", sp.text)
		got[sp.text] = true
	}
	for _, want := range []string{
		secret, `pa\"ss/w+rd&<é>=$`, `pa\"ss\/w+rd&<é>=$`, `pa\"ss/w+rd\u0026\u003cé\u003e=$`,
		"pa%22ss%2Fw%2Brd%26%3C%C3%A9%3E%3D%24", "pa%22ss%2fw%2brd%26%3c%c3%a9%3e%3d%24",
		"pa&#34;ss/w+rd&amp;&lt;é&gt;=$", "pa&quot;ss/w+rd&amp;&lt;é&gt;=$", `pa"ss/w+rd&<é>=$$`,
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte(secret + "\n")),
		wide(secret, false), wide(secret, true),
	} {
		assert.True(t, got[want], "%q", want)
	}
	latin := map[string]bool{}
	for _, sp := range spellings("caf\xe9-caf\xe9-1") {
		latin[sp.text] = true
	}
	assert.True(t, latin["café-café-1"])
}

// The lines of a key are looked for, in whatever form it stands there.
func TestLinesOfAKey(t *testing.T) {
	body := []string{strings.Repeat("A1b/", 16), strings.Repeat("C2d+", 16), "E3f="}
	key := "-----BEGIN PRIVATE KEY-----\n" + strings.Join(body, "\n") + "\n-----END PRIVATE KEY-----"
	forms := map[string]string{
		"as it is": key, "CR LF": strings.ReplaceAll(key, "\n", "\r\n"), "indented": strings.ReplaceAll(key, "\n", "\n    "),
		"escaped": strings.ReplaceAll(key, "\n", `\n`), "escaped slashes": strings.NewReplacer("\n", `\n`, "/", `\/`).Replace(key),
		"in pieces": strings.ReplaceAll(key, "\n", "\\n\" +\n  \""), "a part": body[1],
	}
	for name, text := range forms {
		s := NewSearch(target(key), nil)
		s.Unit(0, leak.Unit{Data: []byte("x" + text + "y")})
		assert.NotEmpty(t, s.Hits(), name)
	}
	assert.Len(t, target(key, forms["CR LF"], forms["indented"], forms["escaped"]).Secrets, 1, "one key however it is written")
	s := NewSearch(target(key), nil)
	s.Unit(0, leak.Unit{Data: []byte("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n")})
	assert.Empty(t, s.Hits())
}

func TestWeak(t *testing.T) {
	for clear, want := range map[string]string{
		"": "shorter than 6 bytes", "abc12": "shorter than 6 bytes", "password": "a plain word", "my-secret_word": "a plain word", "123456789": "a number of fewer than 10 digits",
		"1234567890": "", "hunter2": "", "averylongpasswordofwords": "", "s3cr3t": "", "p\xff\xfe\xfdxx": "",
	} {
		assert.Equal(t, want, weak(clear), clear)
	}
}

// What proves nothing is not looked for, and not forgotten.
func TestWeakSecretsAreNotSearched(t *testing.T) {
	tg := target("password")
	s := NewSearch(tg, nil)
	s.Unit(0, leak.Unit{Data: []byte("password")})
	assert.Empty(t, s.Hits())
	assert.Equal(t, "a plain word", tg.Secrets[0].Weak)
}

func TestTargetIsKept(t *testing.T) {
	tg := target("with\nlines-and-more", "caf\xe9\x00\xff\xfe", "password")
	tg.Files = []File{{Path: "a\xff.p12", Object: "12", Rule: "keystore", Description: "Keystore", Severity: "high", Fingerprints: []string{"f"}}}
	got, err := Decode(bytes.NewReader(tg.Encode()))
	require.NoError(t, err)
	assert.Equal(t, tg, got)
}

func TestDecodeRefuses(t *testing.T) {
	for text, want := range map[string]string{"": "it lists nothing", "{}\n": "line 1 has neither a secret nor a path", "x": "line 1: ", "{\"secret\":\"YQ==\",\"rule\":\"r\"}\n{": "line 2: "} {
		_, err := Decode(strings.NewReader(text))
		assert.ErrorContains(t, err, want, text)
	}
}

func TestHide(t *testing.T) {
	tg := target("abcdefgh12345678/xyz+9876")
	assert.Equal(t, "in abcd******** and abcd********, as a path", tg.Hide("in abcdefgh12345678/xyz+9876 and abcdefgh12345678%2Fxyz%2B9876, as a path"))
}

func BenchmarkSearch(b *testing.B) {
	r := rand.New(rand.NewSource(1))
	var clear []string
	for range 1000 {
		var s strings.Builder
		s.WriteString("ghp_")
		for range 36 {
			s.WriteByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"[r.Intn(62)])
		}
		clear = append(clear, s.String())
	}
	s := NewSearch(target(clear...), nil)
	data := bytes.Repeat([]byte("func main() { fmt.Println(\"hello, world\", os.Args[1:]) } // and so on\n"), 1<<14)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		s.Unit(0, leak.Unit{Data: data})
	}
}
