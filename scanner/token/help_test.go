package token

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// tells is a row of a family's table. Lines of says are lines of summary that must be
// there; "no NAME" stands for no line of that name. "nothing" is no answer.
type tells struct {
	name string
	in   Input
	says string
}

func (r tells) check(t *testing.T) {
	t.Helper()
	t.Run(r.name, func(t *testing.T) {
		if r.in.Match == "" {
			r.in.Match = r.in.Secret
		}
		if r.in.Lines == "" {
			r.in.Lines = r.in.Match
		}
		r.in.Names = append(r.in.Names, r.in.Rule)
		tok := Read(&r.in)
		if r.says == "nothing" {
			assert.Nil(t, tok)
			return
		}
		require.NotNil(t, tok)
		have := summary(tok)
		for want := range strings.Lines(r.says) {
			want = strings.TrimSpace(want)
			if name, ok := strings.CutPrefix(want, "no "); ok {
				assert.False(t, slices.ContainsFunc(have, func(s string) bool { return strings.HasPrefix(s, name) }), "%s in\n%s", want, strings.Join(have, "\n"))
			} else if want != "" {
				assert.Contains(t, have, want, "in\n%s", strings.Join(have, "\n"))
			}
		}
	})
}

func check(t *testing.T, rows ...tells) {
	t.Helper()
	for _, r := range rows {
		r.check(t)
	}
}

// summary returns what a token tells, a fact a line.
func summary(tok *leak.Token) (out []string) {
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+": "+value)
		}
	}
	add("family", tok.Family)
	add("issuer", tok.Issuer)
	add("kind", tok.Kind)
	add("subject", tok.Subject)
	add("account", tok.Account)
	add("audience", strings.Join(tok.Audience, ", "))
	add("scopes", strings.Join(tok.Scopes, ", "))
	for _, g := range tok.Grants {
		add("grants", g)
	}
	for name, at := range map[string]*time.Time{"issued": tok.Issued, "not before": tok.NotBefore, "expires": tok.Expires} {
		if at != nil {
			add(name, at.Format(time.RFC3339))
		}
	}
	if tok.Lifetime > 0 {
		add("lifetime", time.Duration(tok.Lifetime).String())
	}
	if tok.NeverExpires {
		out = append(out, "never expires")
	}
	if tok.Encrypted {
		out = append(out, "encrypted")
	}
	add("environment", tok.Environment)
	add("checksum", tok.Checksum)
	if tok.Binding != nil {
		add("bound", tok.Binding.Kind+" "+tok.Binding.To)
	}
	add("host", strings.TrimSpace(tok.Host+" "+tok.Reach))
	for _, d := range tok.Details {
		add("detail", d.Name+"="+d.Value)
	}
	for _, r := range tok.Risks {
		add("risk", fmt.Sprintf("%+d %s", r.Change, r.Text))
	}
	return out
}

// drawn returns n characters that look drawn, the same each time; no test is about
// which they are.
func drawn(n int, alphabet string) string {
	b := make([]byte, n)
	x := uint32(n)*2654435761 + uint32(len(alphabet))
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = alphabet[int(x>>16)%len(alphabet)]
	}
	return string(b)
}

// of returns a token with a prefix.
func of(prefix string, n int, alphabet string) string { return prefix + drawn(n, alphabet) }

const (
	lower   = "abcdefghijklmnopqrstuvwxyz"
	hex     = "0123456789abcdef"
	alnum   = "0123456789" + lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	base64s = alnum + "+/"
)

// jwt returns a signed token of a header and claims, whose signature is drawn.
func jwt(header, claims string) string {
	enc := base64.RawURLEncoding.EncodeToString
	return enc([]byte(header)) + "." + enc([]byte(claims)) + "." + drawn(43, alnum)
}

// claims returns a finding of a token signed with RS256.
func claims(c string) Input { return Input{Rule: "jwt", Secret: jwt(`{"alg":"RS256","kid":"k1"}`, c)} }

func TestText(t *testing.T) {
	assert.Equal(t, "plain", text(" plain\n", 10))
	assert.Equal(t, "valid", text("va\xfflid", 10))
	assert.Equal(t, "éé…", text("éééééééé", 8))
	assert.Equal(t, 200, len(text(strings.Repeat("a", 1000), 200)))
}

func TestUnbase64(t *testing.T) {
	want := []byte{0xfb, 0xef, 0xff, 0x01}
	for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		b, ok := unbase64(enc.EncodeToString(want))
		assert.True(t, ok)
		assert.Equal(t, want, b)
	}
	for _, bad := range []string{"a", "a b", "é", strings.Repeat("A", maxDecoded+1)} {
		_, ok := unbase64(bad)
		assert.False(t, ok, "%.9s", bad)
	}
}

func TestObjectTakesNothingOnTrust(t *testing.T) {
	o, ok := decodeObject([]byte(`{"a":"first","a":"last","n":1e999,"exp":1700000000.5,"list":["x","x",7,["y"],"z"],"words":"p q","o":{"in":"side"}}`))
	require.True(t, ok)
	assert.Equal(t, "last", o.text("missing", "a"), "RFC 7519, section 4")
	assert.Nil(t, o.seconds("n"))
	assert.Equal(t, "2023-11-14T22:13:20Z", o.seconds("exp").Format(time.RFC3339))
	assert.Equal(t, []string{"x", "z", "p", "q"}, o.words("list", "words"))
	assert.Equal(t, []string{"p q"}, o.texts("words"))
	assert.Equal(t, "side", o.object("o").text("in"))
	assert.Empty(t, o.object("a").object("b").text("c"))
	for _, bad := range []string{``, `null`, `[]`, `{} {}`, `{}x`, `{"a":` + strings.Repeat("[", 30000)} {
		_, ok := decodeObject([]byte(bad))
		assert.False(t, ok, "%.20s", bad)
	}
	assert.Len(t, list(slices.Collect(func(yield func(string) bool) {
		for i := range 1000 {
			if !yield(fmt.Sprint(i)) {
				return
			}
		}
	})), maxList+1)
}

func TestTextAround(t *testing.T) {
	in := &Input{Secret: "SIG", Match: "b=2&sig=SIG", Lines: "x SIG y\nurl = \"https://h/p?a=1&b=2&sig=SIG&c=3\" # SIG"}
	assert.Equal(t, "https://h/p?a=1&b=2&sig=SIG&c=3", textAround(in))
	u := urlAround(in)
	assert.Equal(t, "h", u.host)
	assert.Equal(t, "p", u.path)
	assert.Equal(t, map[string]string{"a": "1", "b": "2", "sig": "SIG", "c": "3"}, u.query)
	assert.True(t, u.signs(in, "sig"))
	assert.False(t, u.signs(in, "c"))

	for _, s := range []string{`https://me:pw@h/p?a=1&amp;b=2`, `https://h/p?A=1\u0026b=2`, `https%3A%2F%2Fh%2Fp%3Fa%3D1%26b%3D2`, `https://h/p?a=1&b=2",`} {
		u := parseURL(strings.TrimSuffix(s, `",`))
		assert.Equal(t, "h", u.host, s)
		assert.Equal(t, map[string]string{"a": "1", "b": "2"}, u.query, s)
	}
	assert.Equal(t, "s", textAround(&Input{Secret: "s"}), "no lines")
}

func TestMsgpack(t *testing.T) {
	for name, row := range map[string]struct {
		in   string
		want any
	}{
		"small number":   {"\x07", uint64(7)},
		"uint16":         {"\xcd\x01\x02", uint64(258)},
		"int64":          {"\xd3\x00\x00\x00\x00\x65\x53\xf1\x00", uint64(1700000000)},
		"negative":       {"\xd0\xff", uint64(0)},
		"text":           {"\xa2hi", "hi"},
		"bytes":          {"\xc4\x02hi", []byte("hi")},
		"true":           {"\xc3", true},
		"nil":            {"\xc0", nil},
		"array":          {"\x92\x01\xa1a", []any{uint64(1), "a"}},
		"map":            {"\x81\x01\x02", []any{uint64(1), uint64(2)}},
		"cut off":        {"\x92\x01", nil},
		"false length":   {"\xdd\xff\xff\xff\xff", nil},
		"false bytes":    {"\xc6\xff\xff\xff\xff", nil},
		"too deep":       {strings.Repeat("\x91", 100) + "\x01", nil},
		"too much of it": {"\xdc\x20\x00" + strings.Repeat("\x01", 0x2000), nil},
	} {
		assert.Equal(t, row.want, decodeMsgpack([]byte(row.in)), name)
	}
}

func replace(s, old, new string) string { return strings.ReplaceAll(s, old, new) }
