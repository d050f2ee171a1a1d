package leak_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"text/template"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// value is the clear text of the tests; its first four characters may show.
const value = "abcdEFGHijklMNOPqrstUVWXyz0123456789"

// holders keep a secret in the ways that structs do.
type (
	exported   struct{ S leak.Secret }
	unexported struct{ s leak.Secret }
	deep       struct {
		m map[leak.Secret]*unexported
		l []any
	}
	failure struct{ s leak.Secret }
)

func (f failure) Error() string { return fmt.Sprintf("cannot use %v", f.s) }

func everyHolder(s leak.Secret) map[string]any {
	return map[string]any{
		"itself":           s,
		"pointer":          &s,
		"exported field":   exported{s},
		"unexported field": unexported{s},
		"slice":            []leak.Secret{s},
		"map key":          map[leak.Secret]int{s: 1},
		"nested":           deep{m: map[leak.Secret]*unexported{s: {s}}, l: []any{s, &unexported{s}}},
		"error":            failure{s},
		"wrapped error":    fmt.Errorf("reading: %w", failure{s}),
		"part":             leak.Part{Rule: "r", Secret: s},
		"finding":          leak.Finding{Secret: s, Match: s, Lines: s, Above: s, Parts: []leak.Part{{Secret: s}}},
	}
}

// assertHidden fails when text holds five characters in a row of the secret.
func assertHidden(t *testing.T, clear, text string) {
	t.Helper()
	for i := 0; i+5 <= len(clear); i++ {
		piece := clear[i : i+5]
		for _, form := range []string{piece, fmt.Sprintf("%x", piece), fmt.Sprintf("%X", piece), fmt.Sprint([]byte(piece))} {
			if strings.Contains(text, strings.Trim(form, "[]")) {
				t.Fatalf("%q of the secret shows", piece)
			}
		}
	}
}

func TestSecretIsMaskedByEveryVerb(t *testing.T) {
	verbs := strings.Split("%v %+v %#v %s %+s %#s %q %+q %#q %x %X % x %#x %d %b %o %O %c %U %e %f %g %t %p %w %T %!", " ")
	verbs = append(verbs, "%20v", "%-60s", "%.30s", "%*d", "%[2]v", "no verb", "%z", "%v and %v")
	for name, v := range everyHolder(leak.NewSecret(value)) {
		for _, verb := range verbs {
			t.Run(name+" "+verb, func(t *testing.T) {
				assertHidden(t, value, fmt.Sprintf(verb, v))
				assertHidden(t, value, fmt.Errorf(verb, v).Error())
				assertHidden(t, value, fmt.Errorf("%w: "+verb, errors.ErrUnsupported, v).Error())
			})
		}
		assertHidden(t, value, fmt.Sprint(v, v)+fmt.Sprintln(v))
	}
}

func TestSecretPrintsItsMask(t *testing.T) {
	s := leak.NewSecret(value)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%20s"} {
		assert.Equal(t, "abcd********", fmt.Sprintf(verb, s), verb)
	}
	assert.Equal(t, `"abcd********"`, fmt.Sprintf("%q", s))
	assert.Equal(t, "{abcd********}", fmt.Sprintf("%v", exported{s}))
	assert.Equal(t, value, s.Reveal(), "and is not lost")
	assert.True(t, s.Known())
}

func TestSecretIsMaskedByEncoders(t *testing.T) {
	s := leak.NewSecret(value)
	for name, v := range everyHolder(s) {
		t.Run("json "+name, func(t *testing.T) {
			b, err := json.Marshal(v)
			require.NoError(t, err)
			assertHidden(t, value, string(b))
		})
		t.Run("slog "+name, func(t *testing.T) {
			var b bytes.Buffer
			for _, h := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
				slog.New(h).With("with", v).Info("found", "secret", v, slog.Group("group", "inside", v))
			}
			require.Contains(t, b.String(), "found")
			assertHidden(t, value, b.String())
		})
	}
	t.Run("json of a finding shows the mask", func(t *testing.T) {
		b, err := json.Marshal(leak.Finding{Secret: s, Parts: []leak.Part{{Secret: s}}})
		require.NoError(t, err)
		assert.Equal(t, 2, strings.Count(string(b), `"secret":"abcd********"`))
	})
	t.Run("xml", func(t *testing.T) {
		b, err := xml.Marshal(exported{s})
		require.NoError(t, err)
		assert.Equal(t, "<exported><S>abcd********</S></exported>", string(b))
	})
	t.Run("toml", func(t *testing.T) {
		b, err := toml.Marshal(exported{s})
		require.NoError(t, err)
		assert.Equal(t, "S = \"abcd********\"\n", string(b))
	})
	t.Run("template", func(t *testing.T) {
		var b strings.Builder
		require.NoError(t, template.Must(template.New("").Parse(`{{.}} {{printf "%q" .}}`)).Execute(&b, s))
		assert.Equal(t, `abcd******** "abcd********"`, b.String())
	})
	t.Run("gob refuses", func(t *testing.T) {
		var b bytes.Buffer
		require.Error(t, gob.NewEncoder(&b).Encode(s))
		assertHidden(t, value, b.String())
	})
}

func TestSecretIsMaskedInPanics(t *testing.T) {
	for _, v := range everyHolder(leak.NewSecret(value)) {
		func() {
			defer func() { assertHidden(t, value, fmt.Sprintf("panic: %v %+v", recover(), v)) }()
			panic(v)
		}()
	}
}

// talk is a testing.T that keeps what it is told.
type talk struct{ strings.Builder }

func (t *talk) Errorf(format string, args ...any) { fmt.Fprintf(t, format, args...) }

// What prints by reflection and calls no methods is the reason why a Secret is
// sealed.
func TestSecretIsSealedFromReflection(t *testing.T) {
	const other = "zyxwVUTSrqpoNMLKjihgFEDCba9876543210"
	mine, others := everyHolder(leak.NewSecret(value)), everyHolder(leak.NewSecret(other))
	for name := range mine {
		t.Run(name, func(t *testing.T) {
			var said talk
			assert.Equal(&said, mine[name], others[name])
			assert.Contains(&said, []any{mine[name]}, others[name])
			assert.Empty(&said, mine[name])
			require.Contains(t, said.String(), "Not equal")
			assertHidden(t, value, said.String())
			assertHidden(t, other, said.String())
		})
	}
	t.Run("walking the fields", func(t *testing.T) {
		v := reflect.ValueOf(leak.NewSecret(value))
		for i := range v.NumField() {
			assertHidden(t, value, v.Field(i).String())
		}
	})
}

func TestSecretsOfOneValueAreEqual(t *testing.T) {
	a, b := leak.NewSecret(value), leak.NewSecret(value)
	assert.True(t, a == b)
	assert.Equal(t, a, b)
	assert.NotEqual(t, a, leak.NewSecret(value+"x"))
	assert.NotEqual(t, a, leak.MaskedSecret(a.String()), "one that is known and one that is not")
	assert.Equal(t, leak.Secret{}, leak.NewSecret(""))
	assert.False(t, leak.NewSecret("").Known())
}

func FuzzSecretKeepsItsValue(f *testing.F) {
	for _, s := range []string{"", "x", value, strings.Repeat("long ", 5000), "\x00\xff", "日本語"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, clear string) {
		s := leak.NewSecret(clear)
		assert.Equal(t, clear, s.Reveal())
		assert.Equal(t, clear != "", s.Known())
		assert.True(t, leak.IsMask(s.String()))
		if shown := strings.TrimSuffix(s.String(), "********"); shown != "" {
			assert.True(t, strings.HasPrefix(clear, shown))
			assert.Len(t, []rune(shown), 4)
			assert.GreaterOrEqual(t, len([]rune(clear)), 20)
		}
	})
}

func TestMaskShowsAtMostFourCharacters(t *testing.T) {
	const hidden = "********"
	for name, c := range map[string]struct{ clear, mask string }{
		"nothing":                          {"", ""},
		"one character":                    {"a", hidden},
		"19 characters":                    {"1234567890123456789", hidden},
		"20 characters":                    {"12345678901234567890", "1234" + hidden},
		"19 characters of many bytes":      {strings.Repeat("é", 19), hidden},
		"20 characters of many bytes":      {strings.Repeat("é", 20), "éééé" + hidden},
		"PEM block":                        {"-----BEGIN KEY-----\nabc\n-----END KEY-----", "----" + hidden},
		"newline among the first":          {"ab\ncdefghijklmnopqrstuvwxyz", hidden},
		"newline at the fifth":             {"abcd\nefghijklmnopqrstuvwxyz", "abcd" + hidden},
		"escape sequence":                  {"a\x1b[31mcdefghijklmnopqrstuvwxyz", hidden},
		"change of writing direction":      {"a\u202ebcdefghijklmnopqrstuvwxyz", hidden},
		"zero-width character":             {"a\u200bbcdefghijklmnopqrstuvwxyz", hidden},
		"C1 control":                       {"a\u009bbcdefghijklmnopqrstuvwxyz", hidden},
		"not UTF-8":                        {"a\xffbcdefghijklmnopqrstuvwxyz", hidden},
		"not UTF-8 later":                  {"abcd\xffefghijklmnopqrstuvwxyz", "abcd" + hidden},
		"its length is not told by a mask": {strings.Repeat("a", 5000), "aaaa" + hidden},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.mask, leak.NewSecret(c.clear).String())
			assert.True(t, leak.IsMask(c.mask))
		})
	}
}

func TestMaskIsReadBackAsAMask(t *testing.T) {
	for name, c := range map[string]struct{ text, mask string }{
		"mask":                          {"abcd********", "abcd********"},
		"short mask":                    {"********", "********"},
		"nothing":                       {"", ""},
		"clear, of --show-secrets":      {value, "abcd********"},
		"clear and short":               {"hunter2", "********"},
		"clear that ends like a mask":   {"hunter2********", "********"},
		"clear, long, ends like a mask": {value + "********", "abcd********"},
	} {
		t.Run(name, func(t *testing.T) {
			s := leak.MaskedSecret(c.text)
			assert.Equal(t, c.mask, s.String())
			assert.False(t, s.Known())
			assert.Empty(t, s.Reveal())

			in, err := json.Marshal(map[string]any{"secret": c.mask, "parts": []any{map[string]string{"secret": c.text}}})
			require.NoError(t, err)
			var f leak.Finding
			err = json.Unmarshal(in, &f)
			if c.text != c.mask {
				require.ErrorIs(t, err, leak.ErrClear)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, s, f.Secret)
			assert.Equal(t, s, f.Parts[0].Secret)
		})
	}
}
