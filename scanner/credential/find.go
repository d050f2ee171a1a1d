package credential

import "bytes"

// Syntax is the notation that joins a candidate to its name.
type Syntax uint8

// The notations. Their order is part of the model.
const (
	Assigned Syntax = iota // name = value, also :=, ?=, +=
	Keyed                  // name: value
	Arrow                  // name => value
	Compared               // name == value, name != value
	Listed                 // "name", "value"
	Called                 // name("value")
	Beside                 // name value
	Element                // <name>value</name>
	Cell                   // name | value
	Said                   // the name is value
	UserInfo               // scheme://name:value@host
	Basic                  // Authorization: Basic value, decoded
	Bearer                 // Authorization: Bearer value
	Option                 // curl -u name:value
)

// Candidate is a value that may be a credential, with what stands around it on its
// line. Places are offsets in Line.
type Candidate struct {
	Line           []byte // the line, or as much of it as is looked at
	Name, NameEnd  int    // the name, in which the keyword stands; empty: none
	Key, KeyEnd    int    // the keyword
	Value, End     int    // the value without its quotes
	Syntax         Syntax
	Quote          byte // around the value; 0: none
	Escaped        bool // the quotes are: \"
	NameQuoted     bool
	Typed          bool // a type stands between name and operator
	Apart          bool // other words stand there: "password of the shop: value"
	Interpolated   bool // a prefix such as f or $ makes a template of it
	wrapAt, wrapTo int  // the call that the value is the argument of: String("value")
}

// Reach is how far from a keyword Find looks, in bytes.
const (
	ReachBefore = 96
	ReachAfter  = 640
)

const (
	maxNameBefore = 64
	maxNameAfter  = 40
	maxBlanks     = 24
	maxWrapper    = 32
	minValue      = 3
	maxValue      = 512
)

// class of a byte.
const (
	cName  = 1 << iota // stands in names
	cBlank             // blank or tab
	cQuote             // ", ' or `
	cAlnum             // letter or digit
	cEnds              // ends a value without quotes
)

var class [256]uint8

func init() {
	for b := range 256 {
		c := byte(b)
		switch {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			class[b] = cName | cAlnum
		case c == '_' || c == '-' || c == '.' || c == '$' || c >= 0x80:
			class[b] = cName
		case c == ' ' || c == '\t':
			class[b] = cBlank | cEnds
		case c == '"' || c == '\'' || c == '`':
			class[b] = cQuote | cEnds
		case c < ' ' || c == '<' || c == '>':
			class[b] = cEnds
		}
	}
}

// Find returns the value of the name that the keyword line[key:keyEnd] stands in.
// line is the line of the keyword as far as Reach says, without its newline; where
// it is cut, what depends on the rest is no candidate.
func Find(line []byte, key, keyEnd int) (c Candidate, ok bool) {
	c = Candidate{Line: line, Key: key, KeyEnd: keyEnd}
	c.Name = key
	for c.Name > 0 && key-c.Name < maxNameBefore && class[line[c.Name-1]]&cName != 0 {
		c.Name--
	}
	c.NameEnd = keyEnd
	for c.NameEnd < len(line) && c.NameEnd-keyEnd < maxNameAfter && class[line[c.NameEnd]]&cName != 0 && wideOperator(line[c.NameEnd:]) == 0 {
		c.NameEnd++
	}
	if c.NameEnd == len(line) || stranger(line[key:keyEnd], line[keyEnd:c.NameEnd]) {
		return c, false
	}
	switch string(line[c.Name:c.NameEnd]) {
	case "PWD", "$PWD", "OLDPWD", "NOPASSWD":
		return c, false // where a shell is; what sudoers say of a command
	}
	if line[key]|0x20 == 'i' && !grants(line[:key]) {
		return c, false // IDENTIFIED BY is only of interest in SQL
	}
	if line[key]|0x20 == 'l' && keyEnd-key == 5 && line[c.NameEnd] != '(' {
		return c, false // a login is only of interest as a call
	}
	at, ok := c.operator(c.NameEnd)
	if !ok {
		return c, false
	}
	if at = c.opening(at); at < 0 {
		return c, false
	}
	c.Value = at
	if c.Quote != 0 {
		ok = c.quoted()
		if ok && c.wrapTo == 0 && signsIn(line[key:keyEnd]) {
			ok = c.second()
		}
	} else {
		ok = c.bare()
	}
	return c, ok && c.plausible() && !c.open()
}

// stranger reports whether a keyword and what follows it in the name are the
// beginning of another word: author, keyboard, passenger.
func stranger(keyword, rest []byte) bool {
	switch keyword[0] | 0x20 {
	case 'a':
		return hasFold(rest, "or") && !hasFold(rest, "oriz") && !hasFold(rest, "oris") || hasFold(rest, "orizer") || hasFold(rest, "ere")
	case 't':
		return hasFold(rest, "iz") || hasFold(rest, "is")
	case 'k':
		return hasFold(rest, "board") || hasFold(rest, "word") || hasFold(rest, "down") || hasFold(rest, "press") || hasFold(rest, "up") || hasFold(rest, "frame") || hasFold(rest, "code")
	case 'p':
		return hasFold(rest, "ed") || hasFold(rest, "ing") || hasFold(rest, "enger") || hasFold(rest, "ive") || hasFold(rest, "age") || hasFold(rest, "thr")
	}
	return false
}

// at returns the byte at i, 0 behind the line.
func (c *Candidate) at(i int) byte {
	if i < len(c.Line) {
		return c.Line[i]
	}
	return 0
}

func (c *Candidate) blanks(i int) int {
	from := i
	for i < len(c.Line) && i-from < maxBlanks && class[c.Line[i]]&cBlank != 0 {
		i++
	}
	return i
}

// operator reads what joins a name that ends at i to its value, and returns where
// the value begins or blanks before it do.
func (c *Candidate) operator(i int) (int, bool) {
	if n := wideOperator(c.Line[i:]); n > 0 {
		c.Syntax = Keyed
		return i + n, true
	}
	if c.at(i) == '\\' && class[c.at(i+1)]&cQuote != 0 {
		c.NameQuoted, i = true, i+2
	} else if class[c.at(i)]&cQuote != 0 {
		c.NameQuoted, i = true, i+1
	}
	for n := 0; n < 2 && (c.at(i) == ']' || c.at(i) == ')' || c.at(i) == '*'); n++ {
		i++
	}
	if (c.at(i) == '?' || c.at(i) == '!') && c.at(i+1) == ':' {
		i++
	}
	sign := c.blanks(i)
	switch b := c.at(sign); b {
	case '=':
		return c.equals(sign)
	case ':':
		switch {
		case c.at(sign+1) == '=':
			return sign + 2, true
		case c.at(sign+1) == ':':
			return 0, false // a path of names
		}
		c.Syntax = Keyed
		if at, typed := c.typed(c.blanks(sign + 1)); typed {
			c.Typed = true
			return c.equals(at)
		}
		for sign++; c.at(sign) == '*'; sign++ { // **name:** value
		}
		return sign, true
	case '!', '~':
		if c.at(sign+1) != '=' {
			return 0, false
		}
		c.Syntax = Compared
		for sign++; c.at(sign) == '='; sign++ {
		}
		return sign, true
	case '?', '+', '|':
		if c.at(sign+1) == '=' {
			return sign + 2, true
		}
		if b == '|' && c.at(sign+1) == '|' && c.at(sign+2) == '=' {
			return sign + 3, true
		}
		c.Syntax = Cell
		return sign + 1, b == '|' && sign > i
	case ',':
		c.Syntax = Listed
		return sign + 1, true
	case '(':
		c.Syntax = Called
		return sign + 1, sign == i && !c.NameQuoted
	case '>':
		c.Syntax = Element
		return sign + 1, true
	case '<':
		if c.at(sign+1) == '-' { // R
			return sign + 2, true
		}
		return c.nextElement(sign)
	case '-':
		c.Syntax = Arrow
		return sign + 2, c.at(sign+1) == '>' && sign > i
	case 0:
		return 0, false
	}
	if sign == i {
		return 0, false
	}
	return c.beside(sign)
}

// wideOperator returns the length of a colon or equals sign of East Asian width, or
// of a word for "is", that s begins with; 0 for none. They are made of bytes that
// stand in names.
func wideOperator(s []byte) int {
	if len(s) < 3 || s[0] < 0xe4 {
		return 0
	}
	switch string(s[:3]) {
	case "：", "＝", "是", "为", "為":
		return 3
	}
	return 0
}

// equals reads an operator that begins with "=".
func (c *Candidate) equals(i int) (int, bool) {
	switch c.at(i + 1) {
	case '>':
		c.Syntax = Arrow
		return i + 2, true
	case '=':
		c.Syntax = Compared
		for i++; c.at(i) == '='; i++ {
		}
		return i, true
	case '~':
		return 0, false
	}
	c.Syntax = Assigned
	return i + 1, true
}

// typed returns where the "=" stands that follows a type at i.
func (c *Candidate) typed(i int) (int, bool) {
	from := i
	for i < len(c.Line) && i-from < maxWrapper {
		switch b := c.Line[i]; {
		case class[b]&cAlnum != 0, b == '_', b == '.', b == '<', b == '>', b == '[', b == ']', b == '|', b == '*', b == '&', b == '\'', b == '?':
			i++
			continue
		}
		break
	}
	at := c.blanks(i)
	return at, i > from && at > i && c.at(at) == '=' && c.at(at+1) != '=' && c.at(at+1) != '>'
}

// nextElement reads </name><tag> or what stands between, as in property lists.
func (c *Candidate) nextElement(i int) (int, bool) {
	if c.at(i+1) != '/' {
		return 0, false
	}
	for n := 0; n < 2; n++ {
		close := bytes.IndexByte(c.Line[i:], '>')
		if close < 0 {
			return 0, false
		}
		if i = c.blanks(i + close + 1); c.at(i) != '<' {
			break
		}
	}
	c.Syntax = Element
	return i, class[c.at(i)]&cEnds == 0
}

// beside reads what follows a name and blanks: a type with its operator, an
// attribute, "is", or the value itself.
func (c *Candidate) beside(i int) (int, bool) {
	if at, typed := c.typed(i); typed {
		word := c.Line[i:at]
		if c.NameQuoted && (bytes.HasPrefix(word, []byte("value")) || bytes.HasPrefix(word, []byte("content"))) {
			c.Syntax = Element
			return at + 1, true
		}
		c.Typed = true
		return c.equals(at)
	}
	if c.NameQuoted {
		for _, attribute := range []string{"value=", "Value=", "content="} {
			if bytes.HasPrefix(c.Line[i:], []byte(attribute)) {
				c.Syntax = Element
				return i + len(attribute), true
			}
		}
	}
	for _, is := range []string{"is ", "is: ", "was ", "es ", "est ", "ist "} {
		if bytes.HasPrefix(c.Line[i:], []byte(is)) {
			c.Syntax = Said
			return i + len(is), true
		}
	}
	if at, apart := c.apart(i); apart {
		c.Apart, c.Syntax = true, Keyed
		return at, true
	}
	c.Syntax = Beside
	return i, true
}

// maxApart bounds the words between a name and its operator, in bytes.
const maxApart = 40

// apart reads words up to a colon, or up to a type's operator as Basic writes it:
// As String = value.
func (c *Candidate) apart(i int) (at int, ok bool) {
	if c.NameQuoted {
		return 0, false
	}
	for from := i; i < len(c.Line) && i-from < maxApart; i++ {
		switch b := c.Line[i]; {
		case b == ':' && class[c.at(i+1)]&cBlank != 0 && i > from:
			return i + 1, true
		case b == '=' && c.at(i-1) == ' ' && class[c.at(i+1)]&cBlank != 0 && bytes.HasPrefix(c.Line[from:], []byte("As ")):
			return i + 1, true
		case class[b]&(cName|cBlank) == 0 && b != '(' && b != ')' && b != '/':
			return 0, false
		case wideOperator(c.Line[i:]) > 0:
			return i + wideOperator(c.Line[i:]), true
		}
	}
	return 0, false
}

// Bare reports whether the value of a name stands there without quotes: in a program
// it is code then.
func (c *Candidate) Bare() bool { return c.Quote == 0 && c.Named() }

// Named reports whether it is the value of a name, which Find has found.
func (c *Candidate) Named() bool { return c.Syntax < UserInfo }

// Closed returns where the value and a quote behind it end.
func (c *Candidate) Closed() int {
	if c.Quote != 0 && c.End < len(c.Line) {
		return c.End + 1
	}
	return c.End
}

// Text returns the value.
func (c *Candidate) Text() []byte { return c.Line[c.Value:c.End] }

// WithValue returns the candidate with another value in its place.
func (c Candidate) WithValue(value string) Candidate {
	rest := c.Line[c.End:]
	line := append(append(bytes.Clone(c.Line[:c.Value]), value...), rest...)
	c.End = c.Value + len(value)
	c.Line = line
	return c
}
