package remedy

import (
	"regexp"
	"strings"
	"unicode"
)

// named matches the name before a value: of a variable, a key, an argument or a header.
var named = regexp.MustCompile("([A-Za-z_][A-Za-z0-9_.-]*)[\"'`\\])]*\\s*(?::=|=>|==|[:=(,]|\\s)\\s*[\"'`(]*[A-Za-z]{0,12}\\s*[^\\s\"'`=,]*$")

// itemNamed matches the name of an item in a list, {name: DB_PASSWORD, value: …}.
var itemNamed = regexp.MustCompile(`(?i)\b(?:name|key)["']?\s*[:=]\s*["']?([a-z_][a-z0-9_.-]*)["']?\s*,\s*["']?value["']?\s*[:=]\s*["']?[^\s"',]*$`)

// maxName is how long a name may be; stores take fewer than 64 characters.
const maxName = 48

// maxBefore is how much of a line before a value is looked at.
const maxBefore = 200

// NameOf returns a name for a secret: what stands before its mask in the line, at the
// byte at, or else the id of its rule. It consists of letters and digits of ASCII, and
// of underscores between them.
func NameOf(line string, at int, rule string) string {
	if at >= 0 && at <= len(line) {
		before := line[max(0, at-maxBefore):at]
		if m := named.FindStringSubmatch(before); m != nil {
			name := m[1]
			if strings.EqualFold(name, "value") { // which says nothing
				name = ""
				if item := itemNamed.FindStringSubmatch(before); item != nil {
					name = item[1]
				}
			}
			if parts := words(name); len(parts) > 0 {
				return strings.Join(parts, "_")
			}
		}
	}
	if parts := words(rule); len(parts) > 0 {
		return strings.Join(parts, "_")
	}
	return "secret"
}

// words splits a name at its case, its digits apart, and at all that is neither
// letter nor digit. The first begins with a letter.
func words(name string) (out []string) {
	var word []rune
	flush := func() {
		if len(word) > 0 {
			out = append(out, strings.ToLower(string(word)))
			word = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		if r >= unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush()
			continue
		}
		if i > 0 && unicode.IsUpper(r) && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]) && unicode.IsUpper(runes[i-1])) {
			flush()
		}
		word = append(word, r)
	}
	flush()
	for len(out) > 0 && unicode.IsDigit(rune(out[0][0])) {
		out = out[1:]
	}
	size := -1
	for n, part := range out {
		if size += 1 + len(part); size > maxName {
			return out[:n]
		}
	}
	return out
}

// names are the forms of a name in the templates.
func names(name string) *strings.Replacer {
	parts := words(name)
	if len(parts) == 0 {
		parts = []string{"secret"}
	}
	var pascal strings.Builder
	for _, p := range parts {
		pascal.WriteString(strings.ToUpper(p[:1]) + p[1:])
	}
	camel := strings.ToLower(pascal.String()[:1]) + pascal.String()[1:]
	snake := strings.Join(parts, "_")
	if reserved[camel] {
		camel += "Value"
	}
	if reserved[snake] {
		snake += "_value"
	}
	env := strings.ToUpper(strings.Join(parts, "_"))
	if strings.HasPrefix(env, "GITHUB_") { // GitHub takes no secret that begins so
		env = "MY_" + env
	}
	return strings.NewReplacer("@ENV@", env, "@ID@", strings.Join(parts, "-"), "@SNAKE@", snake, "@VAR@", camel, "@PASCAL@", pascal.String())
}

// reserved are words that cannot be variables in one of the languages, and names that
// the templates use themselves.
var reserved = map[string]bool{
	"as": true, "async": true, "await": true, "base": true, "break": true, "case": true, "catch": true, "class": true, "client": true, "const": true, "continue": true, "credential": true,
	"def": true, "default": true, "do": true, "else": true, "end": true, "enum": true, "except": true, "export": true, "extends": true, "false": true, "final": true, "finally": true,
	"fn": true, "for": true, "from": true, "func": true, "function": true, "global": true, "go": true, "if": true, "import": true, "in": true, "interface": true, "internal": true, "is": true,
	"lambda": true, "let": true, "map": true, "match": true, "new": true, "nil": true, "none": true, "null": true, "object": true, "package": true, "pass": true, "private": true,
	"protected": true, "public": true, "range": true, "request": true, "response": true, "return": true, "secret": true, "select": true, "self": true, "settings": true, "static": true,
	"string": true, "struct": true, "super": true, "switch": true, "this": true, "throw": true, "true": true, "try": true, "type": true, "use": true, "val": true, "value": true,
	"var": true, "vault": true, "version": true, "void": true, "while": true, "with": true, "yield": true, "config": true, "output": true, "endpoint": true, "hvac": true, "boto3": true, "os": true,
}
