package request

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Answer is what came back.
type Answer struct {
	Status int
	Header map[string][]string // by canonical name
	Body   []byte
}

// answer is an Answer whose body is read once.
type answer struct {
	Answer
	body any // nil when it is no JSON
	page bool
}

func read(a Answer) *answer {
	out := &answer{Answer: a, page: html(a)}
	d := json.NewDecoder(bytes.NewReader(a.Body))
	d.UseNumber()
	if d.Decode(&out.body) != nil || d.More() {
		out.body = nil
	}
	return out
}

// html reports whether an answer is a page for people: of a login, a proxy or a portal.
func html(a Answer) bool {
	kind := strings.ToLower(strings.Join(a.Header["Content-Type"], ","))
	start := bytes.ToLower(bytes.TrimSpace(a.Body[:min(len(a.Body), 256)]))
	return strings.Contains(kind, "text/html") || bytes.HasPrefix(start, []byte("<!doctype")) || bytes.HasPrefix(start, []byte("<html"))
}

// Judge says what an answer means. Reason is the condition that it meets, in the words
// of the Request, and never text of the answer. sure says that the token is one of the
// host that was asked: of another, it may live though this one does not know it.
func (c *Compiled) Judge(got Answer, sure bool) leak.Verdict {
	c.ready()
	a := read(got)
	if met := a.first(c.ended); met != "" {
		return leak.Verdict{State: leak.StateInactive, Reason: met}
	}
	switch met := a.first(c.inactive); {
	case met != "" && sure:
		return leak.Verdict{State: leak.StateInactive, Reason: met}
	case met != "":
		return leak.Verdict{State: leak.StateUnknown, Reason: "this host does not know it (" + met + "), another may; name its host in [verify.hosts]"}
	}
	met := a.first(c.active)
	if met == "" {
		reason := a.surprise()
		if why := a.first(c.unclear); why != "" {
			reason = "refused, which may have other reasons than the token (" + why + ")"
		}
		return leak.Verdict{State: leak.StateUnknown, Reason: reason}
	}
	v := leak.Verdict{
		State: leak.StateActive, Reason: met,
		Owner: a.text(c.owner), Account: a.text(c.account), Scopes: a.list(c.scopes), Expires: Time(a.text(c.expires)),
	}
	for _, d := range c.details {
		if text := a.text(d.from); text != "" {
			v.Details = append(v.Details, leak.Detail{Name: d.name, Value: text})
		}
	}
	return v
}

// Done reports whether an answer to a revocation says that it is done, or that the
// token was none any more.
func (c *Compiled) Done(got Answer) (done, gone bool, reason string) {
	c.ready()
	a := read(got)
	if met := a.first(c.done); met != "" {
		return true, false, met
	}
	if met := a.first(append(slices.Clone(c.ended), c.inactive...)); met != "" {
		return false, true, met
	}
	return false, false, a.surprise()
}

// surprise says in words what an answer that meets no condition is.
func (a *answer) surprise() string {
	var what string
	switch {
	case a.Status == 429:
		what = "asked too often"
	case a.Status >= 500:
		what = "the issuer has trouble"
	case a.Status >= 300 && a.Status < 400:
		what = "a redirect, which is not followed"
	case a.page:
		what = "an HTML page"
	case a.Status == 401 || a.Status == 403:
		what = "refused, without one of the documented reasons"
	default:
		what = "an answer that is not as documented"
	}
	return fmt.Sprintf("%s (status %d)", what, a.Status)
}

// first returns the text of the first condition that holds.
func (a *answer) first(list []condition) string {
	if a.page {
		return ""
	}
	for _, c := range list {
		if !slices.ContainsFunc(c.terms, func(t term) bool { return !a.holds(t) }) {
			return c.text
		}
	}
	return ""
}

func (a *answer) holds(t term) bool {
	if len(t.statuses) > 0 {
		status := strconv.Itoa(a.Status)
		return slices.ContainsFunc(t.statuses, func(s string) bool {
			return len(status) == 3 && s[0] == status[0] && (s[1] == 'x' || s[1] == status[1]) && (s[2] == 'x' || s[2] == status[2])
		})
	}
	found := a.at(t.from)
	switch t.op {
	case "=":
		return slices.Contains(found, t.value)
	case "~":
		return slices.ContainsFunc(found, func(s string) bool { return strings.Contains(s, t.value) })
	case "!=":
		return len(found) > 0 && !slices.Contains(found, t.value)
	}
	return slices.ContainsFunc(found, func(s string) bool { return s != "" && s != "false" })
}

// at returns what stands at a place, as texts.
func (a *answer) at(p spot) []string {
	switch p.kind {
	case "header":
		return a.Header[textproto.CanonicalMIMEHeaderKey(p.name)]
	case "text":
		return []string{strings.TrimSpace(string(a.Body))}
	}
	return texts(a.body, p.path)
}

func texts(v any, path []string) []string {
	switch v := v.(type) {
	case map[string]any:
		if len(path) == 0 {
			return []string{"object"}
		}
		return texts(v[path[0]], path[1:])
	case []any:
		if len(path) == 0 {
			path = []string{"*"}
		}
		if i, err := strconv.Atoi(path[0]); err == nil {
			if i < 0 || i >= len(v) {
				return nil
			}
			return texts(v[i], path[1:])
		}
		var out []string
		for _, e := range v {
			if path[0] == "*" {
				out = append(out, texts(e, path[1:])...)
			}
		}
		return out
	case nil:
		return nil
	}
	if len(path) > 0 {
		return nil
	}
	return []string{fmt.Sprint(v)} // string, json.Number, bool
}

func (a *answer) text(s source) string {
	for _, p := range s {
		for _, text := range a.at(p) {
			if text = Plain(text); text != "" {
				return text
			}
		}
	}
	return ""
}

// list returns names that stand in an array, or in one text with commas or spaces.
func (a *answer) list(s source) []string {
	for _, p := range s {
		var out []string
		found := a.at(p)
		for _, text := range found {
			if len(found) > 1 {
				out = append(out, text)
				continue
			}
			out = append(out, strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })...)
		}
		if len(out) > 0 {
			return Names(out)
		}
	}
	return nil
}

// maxNames is more scopes than anybody reads.
const maxNames = 200

// Names returns names that an answer gave, sorted, each once, fit to be shown.
func Names(names []string) []string {
	var out []string
	for _, s := range names {
		if s = Plain(s); s != "" {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), maxNames)]
}

// Plain returns text of an answer fit to be shown: one line, at most 200 characters.
func Plain(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s))
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}

var layouts = []string{
	time.RFC3339, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02", time.RFC1123, time.RFC1123Z,
}

// Time reads a time as issuers write it: RFC 3339 and its like, or seconds or
// milliseconds since 1970. What is none, or 0, is nil.
func Time(s string) *time.Time {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		if n <= 0 {
			return nil
		}
		t := time.Unix(n, 0).UTC()
		if n > 1e11 {
			t = time.UnixMilli(n).UTC()
		}
		if t.Year() > 9999 {
			return nil
		}
		return &t
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			t = t.UTC()
			return &t
		}
	}
	return nil
}
