package token

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// HTTP authentication: Basic (RFC 7617) is base64 of "user:password"; Bearer (RFC
// 6750) is any token, which the families before this one know by its form.
var (
	_ = later(func() { register(Family{Name: "http-basic", Last: true, Tell: tellBasic}) })
	_ = later(func() { register(Family{Name: "http-bearer", Last: true, Tell: tellBearer}) })
)

func tellBasic(in *Input, t *leak.Token) bool {
	before, _, _ := strings.Cut(in.Lines, in.Secret)
	before = strings.ToLower(strings.TrimRight(before, " \t\"'"))
	authToken := strings.HasSuffix(strings.TrimRight(before, "= :"), "_auth") || strings.HasSuffix(strings.TrimRight(before, "= :"), "npmauthident") // npm and Yarn
	if !in.Is("http-basic-auth") && !strings.HasSuffix(before, "basic") && !authToken {
		return false
	}
	user, password, ok := basicOf(in.Secret)
	if !ok {
		return false
	}
	t.Kind = "user and password of HTTP Basic"
	if inner := innerToken(in, password); inner != nil { // a token in the place of the password
		name := t.Family
		*t = *inner
		detail(t, "Sent by", name+", as the password of "+or(shownUser(user), "nobody"))
		return true
	}
	p := place{kind: t.Kind, user: user, host: hostBeside(in), login: true}
	if m := expression(`(?:^|[\s"'])//([\w.-]+(?::\d+)?)[^\s:]*:_auth\b`).FindStringSubmatch(in.Lines[:min(len(in.Lines), maxLink)]); authToken && m != nil {
		p.kind, p.host = "user and password of an npm registry", m[1]
	}
	p.tell(t)
	return true
}

// basicOf splits the credentials of Basic; false if they are none.
func basicOf(secret string) (user, password string, ok bool) {
	if len(secret) > 2048 {
		return "", "", false
	}
	b, err := base64.StdEncoding.DecodeString(padded(secret))
	if err != nil || !utf8.Valid(b) || strings.ContainsFunc(string(b), unicode.IsControl) {
		return "", "", false
	}
	user, password, ok = strings.Cut(string(b), ":")
	return user, password, ok && user+password != ""
}

// innerToken reads a token that stands within a secret, if a family knows it by its
// own form.
func innerToken(in *Input, secret string) *leak.Token {
	if len(secret) < 16 {
		return nil
	}
	inner := &Input{Secret: secret, Path: in.Path}
	for _, f := range families {
		t := &leak.Token{Family: f.Name}
		if !f.Last && f.Tell(inner, t) {
			return t
		}
	}
	return nil
}

func tellBearer(in *Input, t *leak.Token) bool {
	before, _, _ := strings.Cut(in.Lines, in.Secret)
	before = strings.ToLower(strings.TrimRight(before, " \t\"'"))
	if !in.Is("http-bearer-token") && !strings.HasSuffix(before, "bearer") {
		return false
	}
	t.Kind = "bearer token"
	if host := hostBeside(in); host != "" {
		at(t, host)
	}
	return true
}

// hostBeside returns the host of the only URL on the lines of a secret: whom a header
// is sent to.
func hostBeside(in *Input) string {
	text := in.Lines[:min(len(in.Lines), 2*maxLink)]
	_, rest, ok := strings.Cut(text, "://")
	if !ok || strings.Contains(rest, "://") {
		return ""
	}
	host := rest[:endOf(rest, "/?# \t\r\n\"'`<>\\,;)")]
	if strings.ContainsAny(host, "@${}%*()[]") {
		return ""
	}
	return line(host)
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
