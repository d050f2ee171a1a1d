package token

import "strings"

// Classes of characters that tokens are written in.
const (
	digits    = "0123456789"
	hexDigits = digits + "abcdef"
	capitals  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	smalls    = "abcdefghijklmnopqrstuvwxyz"
	base62    = digits + capitals + smalls
)

// written reports whether s has at least n characters, all of them of a class.
func written(s, class string, n int) bool {
	return len(s) >= n && strings.Trim(s, class) == "" // what Trim leaves begins with another character
}

// printable reports whether s is of visible ASCII alone, as every token is.
func printable(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// isUUID reports whether s is of the form 8-4-4-4-12.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(strings.ToLower(s)) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (c == '-') || !dash && strings.IndexByte(hexDigits, c) < 0 {
			return false
		}
	}
	return true
}

// hostIn returns the first host below a domain ("my.okta.com" below "okta.com") that
// stands in lines, "" for none.
func hostIn(lines string, domains ...string) string {
	const host = base62 + "-."
	for _, d := range domains {
		for rest := lines; ; {
			i := strings.Index(rest, "."+d)
			if i < 0 {
				break
			}
			start := strings.LastIndexFunc(rest[:i], func(r rune) bool { return !strings.ContainsRune(host, r) }) + 1
			end := i + 1 + len(d)
			after := end == len(rest) || strings.IndexByte(host, rest[end]) < 0
			if name := rest[start:end]; after && i > start && len(name) <= 253 && !strings.HasPrefix(name, ".") {
				return strings.ToLower(name)
			}
			rest = rest[end:]
		}
	}
	return ""
}

// used says on which host of these domains a token is used, when one stands beside it.
func used(in *Input, domains ...string) string { return hostIn(in.Lines, domains...) }

// withWord puts a word before a value, unless there is none.
func withWord(word, value string) string {
	if value == "" {
		return ""
	}
	return word + value
}
