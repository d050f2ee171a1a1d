package rules

import (
	"strconv"
	"strings"
)

// lineIndex tells on which line of a TOML file a key stands. The TOML library
// keeps positions by key name only, so that of ten [[rules]] only the last
// one's lines are known; a message must name the right one.
//
// Keys are paths such as "rules[2].allowlists[0].regexes", lower case. What
// stands inside an inline table is not indexed; line falls back to the nearest
// enclosing key.
type lineIndex map[string]int

// line returns the 1-based line of the key at path or of the nearest key
// around it, 0 when nothing of it is known.
func (ix lineIndex) line(path string) int {
	path = strings.ToLower(path)
	for path != "" {
		for _, at := range []string{path, path + "[0]"} { // a key that is an array of tables stands where its first table does
			if n, ok := ix[at]; ok {
				return n
			}
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return 0
}

// maxNesting bounds how deep tables and arrays stand in one another: the time
// that the TOML library takes grows with the third power of it.
const maxNesting = 50

// indexLines scans a TOML document. Of one that is malformed it makes what it
// can. deep is the line on which the document is nested too deep, else 0.
func indexLines(src string) (index lineIndex, deep int) {
	s := tomlScan{src: src, line: 1, index: lineIndex{}, arrays: map[string]int{}}
	for s.pos < len(s.src) && s.deep == 0 {
		s.statement()
	}
	return s.index, s.deep
}

type tomlScan struct {
	src    string
	pos    int
	line   int
	index  lineIndex
	arrays map[string]int // path of an array of tables -> tables seen so far
	table  string         // path of the table that keys now belong to
	deep   int
}

// statement reads one header, one key with its value, a comment or an empty
// line, including the newline at its end.
func (s *tomlScan) statement() {
	rest := strings.TrimLeft(s.src[s.pos:], " \t\r")
	s.pos = len(s.src) - len(rest)
	switch {
	case strings.HasPrefix(rest, "[["):
		s.pos += 2
		s.table = s.resolve("", s.key(), true)
	case strings.HasPrefix(rest, "["):
		s.pos++
		s.table = s.resolve("", s.key(), false)
	case rest == "" || rest[0] == '#' || rest[0] == '\n':
	default:
		s.resolve(s.table, s.key(), false)
	}
	s.skipValue()
}

// resolve turns the parts of a dotted key into a path and notes the line of all
// it names that is new. A header [[a.b]] opens the next table of the array a.b.
func (s *tomlScan) resolve(path string, parts []string, next bool) string {
	for i, part := range parts {
		if path != "" {
			path += "."
		}
		path += strings.ToLower(part)
		s.record(path)
		if next && i == len(parts)-1 {
			s.arrays[path]++
		}
		if n := s.arrays[path]; n > 0 {
			path += "[" + strconv.Itoa(n-1) + "]"
			s.record(path)
		}
	}
	return path
}

func (s *tomlScan) record(path string) {
	if _, ok := s.index[path]; !ok {
		s.index[path] = s.line
	}
}

func (s *tomlScan) nested(depth int) {
	if depth > maxNesting && s.deep == 0 {
		s.deep = s.line
	}
}

// key reads a dotted key up to the "=" or "]" that ends it.
func (s *tomlScan) key() []string {
	var parts []string
	var part strings.Builder
	flush := func() { parts = append(parts, part.String()); part.Reset() }
	for ; s.pos < len(s.src) && s.deep == 0; s.pos++ {
		switch c := s.src[s.pos]; c {
		case '=', ']', '\n':
			flush()
			return parts
		case '.':
			flush()
			s.nested(len(parts))
		case ' ', '\t', '\r':
		case '"', '\'':
			end := s.stringEnd()
			part.WriteString(strings.Trim(s.src[s.pos:end], string(c)))
			s.pos = end - 1
		default:
			part.WriteByte(c)
		}
	}
	flush()
	return parts
}

// skipValue moves behind the newline that ends the statement; newlines inside
// strings, arrays and inline tables do not.
func (s *tomlScan) skipValue() {
	depth, dots := 0, 0 // brackets that are open; dots of a key inside an inline table
	for s.pos < len(s.src) && s.deep == 0 {
		switch s.src[s.pos] {
		case '\n':
			s.pos++
			s.line++
			if depth <= 0 {
				return
			}
			continue
		case '#':
			for s.pos < len(s.src) && s.src[s.pos] != '\n' {
				s.pos++
			}
			continue
		case '"', '\'':
			end := s.stringEnd()
			s.line += strings.Count(s.src[s.pos:end], "\n")
			s.pos = end
			continue
		case '[', '{':
			depth++
			dots = 0
		case ']', '}':
			depth--
		case ',', '=':
			dots = 0
		case '.':
			dots++
		}
		s.nested(max(depth, dots))
		s.pos++
	}
}

// stringEnd returns the position behind the string that begins at s.pos.
func (s *tomlScan) stringEnd() int {
	quote := s.src[s.pos : s.pos+1]
	escapes := quote == `"`
	at := s.pos + 1
	multi := strings.HasPrefix(s.src[s.pos:], strings.Repeat(quote, 3))
	if multi {
		quote = strings.Repeat(quote, 3)
		at = s.pos + 3
	}
	for ; at < len(s.src); at++ {
		switch {
		case escapes && s.src[at] == '\\':
			at++
		case !multi && s.src[at] == '\n':
			return at
		case strings.HasPrefix(s.src[at:], quote):
			at += len(quote)
			for multi && at < len(s.src) && s.src[at] == quote[0] { // ''''' : quotes before the end belong to the string
				at++
			}
			return at
		}
	}
	return len(s.src)
}
