package request

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// place is where a value is put, which decides how it is escaped.
type place int

const (
	inPath place = iota
	inQuery
	inHeader
	inJSON
	inText
)

// template is text with expressions.
type template struct {
	source string
	pieces []piece
}

type piece struct {
	text string
	expr *expr // nil: text
	at   place
}

// expr is a function with what it is given; a text is one without a name.
type expr struct {
	name string
	text string
	args []*expr
}

type problems struct{ err error }

// add keeps the first problem.
func (p *problems) add(key, hint, format string, args ...any) {
	if p.err == nil {
		p.err = &Error{Key: key, Msg: fmt.Sprintf(format, args...), Hint: hint}
	}
}

func (p *problems) template(key, text string, at place) *template {
	t, err := parseTemplate(text, at)
	if err != nil {
		p.add(key, "{{secret}} and {{part \"rule-id\"}} are what may stand there", "%s", err)
	}
	return t
}

func parseTemplate(text string, at place) (*template, error) {
	t := &template{source: text}
	for text != "" {
		literal, rest, open := strings.Cut(text, "{{")
		if at == inHeader && strings.ContainsFunc(literal, control) {
			return nil, errors.New("a header takes no line breaks")
		}
		if literal != "" {
			t.pieces = append(t.pieces, piece{text: literal})
		}
		if at == inPath && strings.Contains(literal, "?") {
			at = inQuery
		}
		if !open {
			break
		}
		inside, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return nil, errors.New("{{ without }}")
		}
		e, err := parseExpr(inside)
		if err != nil {
			return nil, err
		}
		t.pieces = append(t.pieces, piece{expr: e, at: at})
		text = after
	}
	return t, nil
}

func parseExpr(text string) (*expr, error) {
	words, err := split(text)
	if err != nil {
		return nil, err
	}
	e, rest, err := parseCall(words)
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("{{%s}}: it ends too late", text)
	}
	return e, nil
}

// parseCall reads a name and what follows up to the end or a closing parenthesis.
func parseCall(words []word) (*expr, []word, error) {
	if len(words) == 0 || words[0].quoted {
		return nil, nil, errors.New("an expression begins with a name")
	}
	e := &expr{name: words[0].text}
	f, ok := functions[e.name]
	if !ok {
		return nil, nil, fmt.Errorf("%q is none of %s", e.name, strings.Join(functionNames(), ", "))
	}
	words = words[1:]
	for len(words) > 0 && words[0] != (word{text: ")"}) {
		arg := &expr{name: words[0].text}
		switch {
		case words[0].quoted:
			arg = &expr{text: words[0].text}
			words = words[1:]
		case words[0].text == "(":
			inner, rest, err := parseCall(words[1:])
			if err != nil {
				return nil, nil, err
			}
			if len(rest) == 0 {
				return nil, nil, errors.New("( without )")
			}
			arg, words = inner, rest[1:]
		case words[0].text == "secret":
			words = words[1:]
		default:
			return nil, nil, fmt.Errorf("%q: put it in parentheses or quotes", words[0].text)
		}
		e.args = append(e.args, arg)
	}
	if n := len(e.args); n < f.min || n > f.max {
		return nil, nil, fmt.Errorf("%s takes %s", e.name, f.takes)
	}
	if e.name == "part" && slices.ContainsFunc(e.args, func(a *expr) bool { return a.name != "" }) {
		return nil, nil, errors.New("part takes ids of rules in quotes")
	}
	return e, words, nil
}

// function is one of the language. done says that its result is escaped already.
type function struct {
	min, max int
	takes    string
	done     bool
	call     func(args []string) string
}

var functions = map[string]function{
	"secret":      {0, 0, "nothing", false, nil},
	"part":        {1, 8, "ids of rules", false, nil},
	"basic":       {2, 2, "a user and a password", false, func(a []string) string { return base64.StdEncoding.EncodeToString([]byte(a[0] + ":" + a[1])) }},
	"base64":      {1, 1, "a value", false, func(a []string) string { return base64.StdEncoding.EncodeToString([]byte(a[0])) }},
	"base64url":   {1, 1, "a value", false, func(a []string) string { return base64.RawURLEncoding.EncodeToString([]byte(a[0])) }},
	"hex":         {1, 1, "a value", false, func(a []string) string { return hex.EncodeToString([]byte(a[0])) }},
	"pathescape":  {1, 1, "a value", true, func(a []string) string { return url.PathEscape(a[0]) }},
	"queryescape": {1, 1, "a value", true, func(a []string) string { return url.QueryEscape(a[0]) }},
	"json":        {1, 1, "a value", true, func(a []string) string { return jsonText(a[0]) }},
	"upto":        {2, 2, "a separator and a value", false, func(a []string) string { before, _, _ := strings.Cut(a[1], a[0]); return before }},
	"after":       {2, 2, "a separator and a value", false, func(a []string) string { _, after, _ := strings.Cut(a[1], a[0]); return after }},
}

func functionNames() []string {
	var names []string
	for name := range functions {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// value returns what an expression stands for.
func (e *expr) value(cred *leak.Credential) (string, error) {
	switch e.name {
	case "":
		return e.text, nil
	case "secret":
		if !cred.Secret.Known() {
			return "", errors.New("the secret itself is not known")
		}
		return cred.Secret.Reveal(), nil
	case "part":
		var ids []string
		for _, a := range e.args {
			ids = append(ids, a.text)
		}
		if s := cred.Part(ids...); s.Known() {
			return s.Reveal(), nil
		}
		return "", fmt.Errorf("it takes a part that was not found beside it (%s)", strings.Join(ids, " or "))
	}
	args := make([]string, len(e.args))
	for i, a := range e.args {
		v, err := a.value(cred)
		if err != nil {
			return "", err
		}
		args[i] = v
	}
	return functions[e.name].call(args), nil
}

// parts adds the ids that the expression names.
func (e *expr) parts(ids map[string]bool) {
	if e == nil {
		return
	}
	for _, a := range e.args {
		if e.name == "part" {
			ids[a.text] = true
		}
		a.parts(ids)
	}
}

// fill returns the text with the values of a credential.
func (t *template) fill(cred *leak.Credential) (string, error) {
	var b strings.Builder
	for _, p := range t.pieces {
		if p.expr == nil {
			b.WriteString(p.text)
			continue
		}
		v, err := p.expr.value(cred)
		if err != nil {
			return "", err
		}
		if p.at == inHeader && strings.ContainsFunc(v, control) {
			return "", errors.New("it holds characters that a header does not take")
		}
		if (p.at == inJSON || p.expr.name == "json") && !utf8.ValidString(v) {
			return "", errors.New("it is no UTF-8 and cannot stand in JSON")
		}
		if !functions[p.expr.name].done {
			v = escape(v, p.at)
		}
		b.WriteString(v)
	}
	return b.String(), nil
}

func escape(v string, at place) string {
	switch at {
	case inPath:
		return url.PathEscape(v)
	case inQuery:
		return url.QueryEscape(v)
	case inJSON:
		return jsonText(v)
	}
	return v
}

// jsonText returns v as it stands within a string of JSON.
func jsonText(v string) string {
	b, _ := json.Marshal(v) // a string always can be
	return string(b[1 : len(b)-1])
}

func control(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// checkPath refuses what a server may take for another path than was written.
func checkPath(path string) error {
	path, _, _ = strings.Cut(path, "?")
	for _, segment := range strings.Split(path, "/") {
		if segment == "." || segment == ".." {
			return errors.New("it cannot stand in a path")
		}
	}
	return nil
}

// tokenName reports whether s may be the name of a header.
func tokenName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	})
}
