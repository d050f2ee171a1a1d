package credential

import "bytes"

// plausible turns down, at the price of a look at a few bytes, most of what is no
// credential: what is short, has no letter or digit, or is a template or a call.
func (c *Candidate) plausible() bool {
	v := c.Line[c.Value:c.End]
	if len(v) < minValue || len(v) >= maxValue {
		return false
	}
	if c.wrapTo > 0 {
		c.Wrapper = string(c.Line[c.wrapAt:c.wrapTo])
	}
	switch v[0] {
	case '$':
		if len(v) > 1 && (v[1] == '{' || v[1] == '(' || c.Quote == 0 && class[v[1]]&cAlnum != 0 && c.Syntax != Keyed) {
			return false
		}
	case '<', '{', '%':
		if last := v[len(v)-1]; (last == '>' || last == '}' || last == '%') && bytes.IndexByte(v, '"') < 0 {
			return false
		}
	}
	if digestKind(v) > 0 {
		return false // a hashed password
	}
	some := 0
	for _, b := range v {
		if class[b]&cAlnum != 0 || b >= 0x80 {
			some++
		}
	}
	if some < 3 || 3*some < len(v) {
		return false
	}
	if bytes.Contains(v, []byte("{{")) || bytes.Contains(v, []byte("${")) || bytes.Contains(v, []byte("#{")) || bytes.Contains(v, []byte("<%")) {
		return false
	}
	if c.Quote == 0 {
		if bytes.Contains(v, []byte("->")) || bytes.Contains(v, []byte("::")) || bytes.HasPrefix(v, []byte("lt;")) || bytes.HasPrefix(v, []byte("&lt")) {
			return false
		}
		if open := bytes.IndexByte(v, '('); open > 0 && class[v[open-1]]&cName != 0 {
			return false // what a call returns
		}
		if n := c.at(c.End); (n == '(' || n == '[') && c.Syntax != Cell {
			return false
		}
	}
	return true
}
