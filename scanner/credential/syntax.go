package credential

import (
	"bytes"
	"slices"
)

// describeSyntax looks at the line around name and value.
func describeSyntax(c *Candidate, f *Features) {
	f[fSyntax] = float32(c.Syntax)
	f[fEscaped], f[fNameQuoted], f[fTyped], f[fInterpolated] = b2f(c.Escaped), b2f(c.NameQuoted), b2f(c.Typed), b2f(c.Interpolated)
	f[fApart] = b2f(c.Apart)
	switch c.Quote {
	case '"':
		f[fQuote] = 2
	case '\'':
		f[fQuote] = 1
	case '`':
		f[fQuote] = 3
	}
	f[fWrapper] = wrapperKind(c.Line[c.wrapAt:c.wrapTo])
	end := c.End
	if c.Quote != 0 {
		end += 1 + int(b2f(c.Escaped))
	}
	f[fAfter] = afterKind(c, end)
	f[fToEnd] = float32(min(len(c.Line)-min(end, len(c.Line)), 200))
	before := c.Line[:c.Name]
	f[fBefore] = afterClass(lastByte(bytes.TrimRight(before, " \t")))
	f[fIndent] = float32(len(before))
	f[fCrowded] = b2f(len(before) >= ReachBefore-1 || len(c.Line)-c.End > 300)
	text := bytes.TrimLeft(before, " \t")
	if len(text) == 0 {
		text = c.Line[c.Name:]
	}
	if len(text) == 0 {
		return
	}
	if text[0] == '#' || text[0] == '*' || text[0] == ';' || bytes.HasPrefix(text, []byte("//")) || bytes.HasPrefix(text, []byte("<!--")) || bytes.HasPrefix(text, []byte("--  ")) {
		f[fComment] = 1
	}
	if len(text) < len(before)+1 {
		word := text
		if n := bytes.IndexAny(word, " \t(.{"); n >= 0 {
			word = word[:n]
		}
		f[fDeclares], f[fAsks] = b2f(words().declares[string(word)]), b2f(words().asks[string(word)])
	}
	others := 0
	for _, part := range [...][]byte{before, c.Line[min(end, len(c.Line)):]} {
		others += bytes.Count(part, []byte("=")) + bytes.Count(part, []byte(":"))
	}
	f[fOtherPair] = float32(min(others, 8))
	f[fUserNear] = b2f(slices.ContainsFunc(userNear, func(word string) bool { return containsFold(before, word) }))
}

func lastByte(s []byte) byte {
	if len(s) == 0 {
		return 0
	}
	return s[len(s)-1]
}

// containsFold reports whether s holds the lower-case word in any case.
func containsFold(s []byte, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i]|0x20 == word[0] && bytes.EqualFold(s[i:i+len(word)], []byte(word)) {
			return true
		}
	}
	return false
}

// userNear are in the names of what a password belongs to.
var userNear = []string{"user", "login", "mail", "host", "client_id", "clientid"}

// The first words of lines that declare, and of those that ask or print.
const (
	declares = "const var let val final static public private protected internal export set ENV ARG env setx String string auto char readonly self this config property define - e"
	asks     = "if elif else unless while when case assert expect should return raise throw print puts echo log logger fmt console def func function fn class it describe test"
)

// wrapperKind says what a call does with a literal.
func wrapperKind(call []byte) float32 {
	has := func(word string) bool { return containsFold(call, word) }
	if len(call) == 0 {
		return 0
	}
	switch string(call) {
	case "t", "_", "i18n":
		return 2
	}
	switch {
	case slices.ContainsFunc(lookUps, has):
		return 2
	case slices.ContainsFunc(conversions, has):
		return 1
	}
	return 3
}

// What is in the names of calls that look a literal up, or make a value of it.
var (
	lookUps     = []string{"env", "get", "param", "lookup", "find", "require", "fetch", "trans"}
	conversions = []string{"string", "byte", "buffer", "secret", "ptr", "some", "encode"}
)

// afterKind says what follows a value.
func afterKind(c *Candidate, end int) float32 {
	at := c.blanks(end)
	if at >= len(c.Line) {
		return 0
	}
	return afterClass(c.Line[at])
}

func afterClass(b byte) float32 {
	switch b {
	case 0, '\r':
		return 0
	case ',':
		return 1
	case ';':
		return 2
	case ')':
		return 3
	case '}', ']':
		return 4
	case '\\':
		return 5
	case '#', '/':
		return 6
	case '+', '.', '%':
		return 7
	case '&', '|', '?', '@':
		return 8
	case '<', '>':
		return 9
	case '"', '\'', '`':
		return 10
	case '=', ':':
		return 11
	case '(', '[', '{':
		return 12
	case '-', '*':
		return 13
	}
	return 14
}
