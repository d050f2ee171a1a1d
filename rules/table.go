package rules

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// table is one table of the document.
type table struct {
	doc   *document
	path  string         // "rules[2].allowlists[0]", "" for the root
	label string         // `rule "x": `, put before messages
	keys  map[string]any // in gitleaks' dialect with names in our spelling
}

func (t *table) join(key string) string {
	if t.path == "" {
		return key
	}
	return t.path + "." + key
}

// fail keeps the first error.
func (t *table) fail(key, hint, format string, args ...any) {
	if t.doc.err != nil {
		return
	}
	path := t.join(key)
	if key == "" {
		path = t.path
	}
	t.doc.err = &ConfigError{
		File: t.doc.file, Line: t.doc.line(path), Key: oneLine(withoutIndexes(path)),
		Msg: t.label + fmt.Sprintf(format, args...), Hint: hint,
	}
}

func (t *table) warn(key, format string, args ...any) {
	at := where(t.doc.file, t.doc.line(t.join(key)))
	t.doc.warnings = append(t.doc.warnings, at+": "+t.label+fmt.Sprintf(format, args...))
}

// only checks that every key is one of known. In gitleaks' dialect keys differ
// from ours in case at will, as they do for gitleaks, and unknown ones warn.
func (t *table) only(known []string) {
	for _, key := range sortedKeys(t.keys) {
		if slices.Contains(known, key) {
			continue
		}
		name := shorten(withoutIndexes(t.join(key)), 60)
		if t.doc.dialect == Native {
			t.fail(key, didYouMean(key, known), "unknown key %q", name)
			continue
		}
		i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, key) })
		if i < 0 {
			t.warn(key, "unknown key %q is not used", name)
			continue
		}
		if _, taken := t.keys[known[i]]; !taken {
			t.keys[known[i]] = t.keys[key]
		}
	}
}

func (t *table) has(key string) bool { _, ok := t.keys[key]; return ok }

func (t *table) badType(key, want string) {
	t.fail(key, "", "%s: want %s, have %s", key, want, typeName(t.keys[key]))
}

func (t *table) text(key string) string {
	v, ok := t.keys[key]
	if !ok {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		t.badType(key, "a string")
	}
	return s
}

func (t *table) flag(key string) bool {
	v, ok := t.keys[key]
	if !ok {
		return false
	}
	b, ok := v.(bool)
	if !ok {
		t.badType(key, "true or false")
	}
	return b
}

func (t *table) number(key string) float64 {
	switch v := t.keys[key].(type) {
	case nil:
	case float64:
		return v
	case int64:
		return float64(v)
	default:
		t.badType(key, "a number")
	}
	return 0
}

// count reads a whole number that is not negative; nil when it is not given.
func (t *table) count(key string) *int {
	v, ok := t.keys[key]
	if !ok {
		return nil
	}
	n, ok := v.(int64)
	switch {
	case !ok:
		t.badType(key, "a whole number")
	case n < 0 || n > 1<<30:
		t.fail(key, "", "%s: %d is out of range", key, n)
	default:
		i := int(n)
		return &i
	}
	return nil
}

func (t *table) list(key string) []string {
	switch v := t.keys[key].(type) {
	case nil:
		return nil
	case string:
		if t.doc.dialect == Gitleaks {
			return []string{v}
		}
	case []any:
		out := make([]string, 0, len(v))
		for _, e := range v {
			s, ok := e.(string)
			if !ok {
				t.fail(key, "", "%s: want an array of strings, one is %s", key, typeName(e))
				return nil
			}
			out = append(out, s)
		}
		return out
	}
	t.badType(key, "an array of strings")
	return nil
}

// tables reads an array of tables; a single table counts as an array of one.
func (t *table) tables(key string) []*table {
	var maps []map[string]any
	single := false
	switch v := t.keys[key].(type) {
	case nil:
		return nil
	case map[string]any:
		maps, single = append(maps, v), true
	case []map[string]any:
		maps = v
	case []any: // an inline array
		for _, e := range v {
			m, ok := e.(map[string]any)
			if !ok {
				t.badType(key, "an array of tables")
				return nil
			}
			maps = append(maps, m)
		}
	default:
		t.badType(key, "an array of tables")
	}
	out := make([]*table, len(maps))
	for i, m := range maps {
		path := t.join(key)
		if !single {
			path = fmt.Sprintf("%s[%d]", path, i)
		}
		out[i] = &table{doc: t.doc, path: path, label: t.label, keys: m}
	}
	return out
}

// pattern compiles text found at key; name stands in messages. private keeps the
// expression out of them: an allowlist may spell out a secret.
func (t *table) pattern(key, name, text string, private bool) *Pattern {
	p, err := NewPattern(text)
	if err != nil {
		t.fail(key, "the syntax is RE2's, https://github.com/google/re2/wiki/Syntax", "%s: %s", name, regexProblem(text, err, private))
	}
	return p
}

// regexProblem says what is wrong in an expression, and where if that is clear.
func regexProblem(text string, err error, private bool) string {
	var se *syntax.Error
	if !errors.As(err, &se) {
		return "not a regular expression"
	}
	msg := se.Code.String()
	if at := strings.Index(text, se.Expr); at > 0 && strings.LastIndex(text, se.Expr) == at {
		msg += fmt.Sprintf(" at character %d", 1+utf8.RuneCountInString(text[:at]))
	}
	if !private {
		msg += ": `" + oneLine(shorten(strings.ReplaceAll(se.Expr, "\n", `\n`), 60)) + "`"
	}
	return msg
}

func (t *table) patterns(key string) []*Pattern {
	var out []*Pattern
	for i, text := range t.list(key) {
		name := fmt.Sprintf("%s: entry %d", key, i+1)
		if text == "" {
			t.fail(key, "an empty expression matches everything; remove it", "%s: empty", name)
		}
		out = append(out, t.pattern(key, name, text, true))
	}
	return out
}

func typeName(v any) string {
	switch v.(type) {
	case string:
		return "a string"
	case int64, float64:
		return "a number"
	case bool:
		return "true or false"
	case []any:
		return "an array"
	case map[string]any:
		return "a table"
	case []map[string]any:
		return "an array of tables"
	}
	return "a date"
}

// withoutIndexes turns "rules[2].regex" into "rules.regex".
func withoutIndexes(path string) string {
	for {
		open := strings.IndexByte(path, '[')
		if open < 0 {
			return path
		}
		size := strings.IndexByte(path[open:], ']')
		if size < 0 {
			return path
		}
		path = path[:open] + path[open+size+1:]
	}
}

func shorten(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
