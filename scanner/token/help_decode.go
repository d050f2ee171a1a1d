package token

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"
)

// What a repository holds is hostile: no more than this is decoded or shown of it.
const (
	maxDecoded = 64 << 10 // bytes that are decoded of one token
	maxText    = 200      // bytes of a text that is shown
	maxList    = 50       // members of a list that is shown
)

// text returns valid UTF-8 of at most max bytes, cut between characters.
func text(s string, max int) string {
	s = strings.TrimSpace(strings.ToValidUTF8(s, ""))
	if len(s) <= max {
		return s
	}
	cut := max - len("…")
	for cut > 0 && s[cut]&0xC0 == 0x80 {
		cut--
	}
	return s[:cut] + "…"
}

var base64Alphabets = strings.NewReplacer("-", "+", "_", "/", "\r", "", "\n", "")

// unbase64 decodes base64 of either alphabet (RFC 4648), padded or not.
func unbase64(s string) ([]byte, bool) {
	if len(s) > maxDecoded {
		return nil, false
	}
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(base64Alphabets.Replace(s), "="))
	return b, err == nil
}

// object is a JSON object of which nothing is taken on trust: a member that is
// missing, or of another type, is the zero value. Of members of one name the last
// counts, as RFC 7519, section 4 has it.
type object map[string]any

// decodeObject reads a JSON object and nothing behind it.
func decodeObject(b []byte) (object, bool) {
	if len(b) > maxDecoded {
		return nil, false
	}
	var o object
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if d.Decode(&o) != nil || o == nil {
		return nil, false
	}
	_, err := d.Token()
	return o, err == io.EOF
}

// base64Object decodes base64 of a JSON object.
func base64Object(s string) (object, bool) {
	b, ok := unbase64(s)
	if !ok {
		return nil, false
	}
	return decodeObject(b)
}

func (o object) has(name string) bool { return o[name] != nil }

// text returns the first of the members that is a text or a number.
func (o object) text(names ...string) string {
	for _, name := range names {
		switch v := o[name].(type) {
		case string:
			if s := text(v, maxText); s != "" {
				return s
			}
		case json.Number:
			return text(v.String(), 40)
		}
	}
	return ""
}

func (o object) object(name string) object {
	m, _ := o[name].(map[string]any)
	return m
}

// words returns the members of arrays of texts, and the words of texts that are a
// list between blanks, as `scope` is (RFC 6749, section 3.3).
func (o object) words(names ...string) (out []string) {
	for _, name := range names {
		switch v := o[name].(type) {
		case string:
			out = append(out, strings.Fields(v)...)
		case []any:
			for _, member := range v {
				if s, ok := member.(string); ok {
					out = append(out, s)
				}
			}
		}
	}
	return list(out)
}

// texts is words for a member that is one text or an array of them, as `aud` is.
func (o object) texts(name string) []string {
	if s, ok := o[name].(string); ok {
		return list([]string{s})
	}
	return o.words(name)
}

// list returns what is shown of a list: its different members, in their order.
func list(all []string) (out []string) {
	for _, s := range all {
		if s = text(s, maxText); s == "" || slices.Contains(out, s) {
			continue
		}
		if len(out) == maxList {
			return append(out, "…")
		}
		out = append(out, s)
	}
	return out
}

// number returns a member that is a JSON number.
func (o object) number(name string) (float64, bool) {
	n, ok := o[name].(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}

// seconds returns a member that is a NumericDate (RFC 7519, section 2).
func (o object) seconds(name string) *time.Time {
	n, _ := o.number(name)
	return seconds(n)
}
