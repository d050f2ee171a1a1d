package gitdir

import (
	"fmt"
	"strings"
)

// config holds a configuration file's settings: values by key, the last one of
// several. Section and name of a key are in lower case, a subsection between
// them is as it stands ("remote.origin.url").
type config map[string]string

// parseConfig reads the syntax of git-config(1). Includes are settings like any
// other and are not followed.
func parseConfig(text string) (config, error) {
	p := &configParser{rest: strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff"), out: config{}}
	whole := p.rest
	for {
		p.rest = strings.TrimLeft(p.rest, " \t\n\v\f\r")
		if p.rest == "" {
			return p.out, nil
		}
		ok := true
		switch c := p.rest[0]; {
		case c == '#' || c == ';':
			_, p.rest, _ = strings.Cut(p.rest, "\n")
		case c == '[':
			ok = p.header()
		default:
			ok = p.setting()
		}
		if !ok {
			line := strings.Count(whole[:len(whole)-len(p.rest)], "\n") + 1
			return nil, fmt.Errorf("line %d is no configuration", line)
		}
	}
}

type configParser struct {
	rest    string
	section string // with the dot behind it
	out     config
}

// word takes what the beginning holds of letters, digits, "-" and more.
func (p *configParser) word(more string) string {
	n := strings.IndexFunc(p.rest, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && !strings.ContainsRune(more, r)
	})
	if n < 0 {
		n = len(p.rest)
	}
	w := p.rest[:n]
	p.rest = p.rest[n:]
	return strings.ToLower(w)
}

// take removes a prefix and reports whether it was there.
func (p *configParser) take(prefix string) (ok bool) {
	p.rest, ok = strings.CutPrefix(p.rest, prefix)
	return ok
}

// header reads [section] and [section "subsection"].
func (p *configParser) header() bool {
	p.take("[")
	p.section = p.word(".") + "."
	if p.take("]") {
		return true
	}
	p.rest = strings.TrimLeft(p.rest, " \t")
	if !p.take(`"`) {
		return false
	}
	var sub strings.Builder
	for p.rest != "" && p.rest[0] != '\n' {
		c := p.rest[0]
		p.rest = p.rest[1:]
		if c == '"' {
			p.section += sub.String() + "."
			return p.take("]")
		}
		if c == '\\' && p.rest != "" {
			c = p.rest[0]
			p.rest = p.rest[1:]
		}
		sub.WriteByte(c)
	}
	return false
}

// setting reads "name = value"; a name alone means true.
func (p *configParser) setting() bool {
	name := p.word("")
	if name == "" || p.section == "" {
		return false
	}
	p.rest = strings.TrimLeft(p.rest, " \t")
	value, ok := "true", true
	if p.take("=") {
		value, ok = p.value()
	} else if p.rest != "" {
		ok = p.take("\n")
	}
	p.out[p.section+name] = value
	return ok
}

// value reads to the end of the line: quoted or not, with escapes, continued
// behind a backslash, without a comment and the blanks around it.
func (p *configParser) value() (string, bool) {
	var out strings.Builder
	quoted, keep := false, 0 // keep is the length up to the last that is no blank
	p.rest = strings.TrimLeft(p.rest, " \t")
	for p.rest != "" {
		c := p.rest[0]
		p.rest = p.rest[1:]
		switch {
		case c == '\n':
			return out.String()[:keep], !quoted
		case !quoted && (c == '#' || c == ';'):
			_, p.rest, _ = strings.Cut(p.rest, "\n")
			return out.String()[:keep], true
		case c == '"':
			quoted = !quoted
		case c == '\\':
			e, ok := p.escape()
			if !ok {
				return "", false
			}
			out.WriteString(e)
			keep = out.Len()
		default:
			out.WriteByte(c)
			if quoted || c != ' ' && c != '\t' {
				keep = out.Len()
			}
		}
	}
	return out.String()[:keep], !quoted
}

// escape reads what follows a backslash.
func (p *configParser) escape() (string, bool) {
	for _, e := range [][2]string{{"\n", ""}, {"n", "\n"}, {"t", "\t"}, {"b", "\b"}, {`"`, `"`}, {`\`, `\`}} {
		if p.take(e[0]) {
			return e[1], true
		}
	}
	return "", false
}
