package credential

import (
	"bytes"
	"slices"
)

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
	Typed          bool   // a type stands between name and operator
	Apart          bool   // other words stand there: "password of the shop: value"
	Wrapper        string // of a call that the value is the argument of: String("value")
	Interpolated   bool   // a prefix such as f or $ makes a template of it
	wrapAt, wrapTo int
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
		return hasFold(rest, "or") && !hasFold(rest, "oriz") && !hasFold(rest, "oris") || hasFold(rest, "ere")
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

// opening reads what stands before a value from i on, blanks, prefixes, a call and
// its quote, and returns where the value begins, -1 for no value.
func (c *Candidate) opening(i int) int {
	i = c.blanks(i)
	for n := 0; n < 2 && (c.at(i) == '[' || c.at(i) == '(' || c.at(i) == '&'); n++ {
		if c.at(i) == '[' && c.at(i+1) == ']' {
			break // []byte("value")
		}
		i = c.blanks(i + 1)
	}
	if i >= len(c.Line) {
		return -1
	}
	if at := c.quote(i); at > 0 {
		return at
	}
	to := i
	for to < len(c.Line) && to-i < maxWrapper && (class[c.Line[to]]&cName != 0 || c.Line[to] == '[' || c.Line[to] == ']' || c.Line[to] == ':' || c.Line[to] == ' ' && to-i == 3 && string(c.Line[i:to]) == "new") {
		to++
	}
	if c.at(to) == '(' && to > i {
		at := c.quote(c.blanks(to + 1))
		if at < 0 {
			return -1 // what a call returns
		}
		c.wrapAt, c.wrapTo = i, to
		return at
	}
	if to-i <= 3 && class[c.at(to)]&cQuote != 0 { // f"…", @"…", L"…"
		for _, b := range c.Line[i:to] {
			c.Interpolated = c.Interpolated || b == 'f' || b == 'F' || b == '$'
		}
		if at := c.quote(to); at > 0 {
			return at
		}
	}
	if (c.at(i) == '@' || c.at(i) == '$') && class[c.at(i+1)]&cQuote != 0 {
		c.Interpolated = c.at(i) == '$'
		return c.quote(i + 1)
	}
	if c.Syntax == Called || c.Syntax == Listed {
		return -1 // an argument without quotes is a variable
	}
	return i
}

// quote reads an opening quote at i, and returns where what it quotes begins, -1
// for no quote.
func (c *Candidate) quote(i int) int {
	if c.at(i) == '\\' && class[c.at(i+1)]&cQuote != 0 {
		c.Escaped, c.Quote = true, c.Line[i+1]
		return i + 2
	}
	if class[c.at(i)]&cQuote == 0 {
		return -1
	}
	c.Quote = c.Line[i]
	if c.at(i+1) == c.Quote && c.at(i+2) == c.Quote {
		return i + 3
	}
	return i + 1
}

// grants reports whether a statement of SQL that names a user ends here.
func grants(before []byte) bool {
	return containsFold(before, "user") || containsFold(before, "grant ") || containsFold(before, "role") || containsFold(before, "connect")
}

// signsIn reports whether the keyword names calls that take a user and a password.
func signsIn(keyword []byte) bool {
	return keyword[0]|0x20 == 'a' && len(keyword) == 4 || keyword[0]|0x20 == 'l' && len(keyword) == 5
}

// second goes on from a first argument in quotes to a second one: login("ada", "…").
// A login without one is none.
func (c *Candidate) second() bool {
	at := c.blanks(c.End + 1)
	if c.at(at) == ',' {
		if at = c.quote(c.blanks(at + 1)); at > 0 {
			c.Value = at
			return c.quoted()
		}
	}
	return c.Line[c.Key]|0x20 != 'l'
}

// quoted finds the end of a value in quotes.
func (c *Candidate) quoted() bool {
	stop := min(len(c.Line), c.Value+maxValue)
	for i := c.Value; i < stop; i++ {
		switch b := c.Line[i]; {
		case b == '\\' && c.Escaped && c.at(i+1) == c.Quote:
			c.End = i
			return true
		case b == '\\':
			i++
		case b == c.Quote:
			c.End = i
			return true
		}
	}
	return false
}

// bare finds the end of a value without quotes.
func (c *Candidate) bare() bool {
	i, stop := c.Value, min(len(c.Line), c.Value+maxValue)
	query := c.Name > 0 && (c.Line[c.Name-1] == '?' || c.Line[c.Name-1] == '&')
	depth, odd := 0, false
scan:
	for ; i < stop; i++ {
		switch b := c.Line[i]; {
		case class[b]&cEnds != 0:
			break scan
		case b == '&' && query, b == '|' && c.Syntax == Cell:
			break scan
		case b == '(' || b == '{' || b == '[':
			depth++
		case b == ')' || b == '}' || b == ']':
			if depth--; depth < 0 {
				if odd = odd || c.unopened(i); !odd {
					break scan
				}
				depth = 0
			}
		case b == ',' || b == ';':
			if next := c.at(i + 1); next == 0 || class[next]&(cEnds|cName) != 0 || next == '{' {
				break scan
			}
		case b == '\\' && (i+1 == len(c.Line) || c.Line[i+1] == 'n' || class[c.Line[i+1]]&cEnds != 0):
			break scan
		}
	}
	if i == stop && stop < len(c.Line) || depth > 0 && class[c.at(i)]&cQuote != 0 {
		return false
	}
	c.End = i
	for c.End > c.Value && (c.Line[c.End-1] == ',' || c.Line[c.End-1] == ';') {
		c.End--
	}
	return true
}

// unopened reports whether the bracket at i, which nothing in the value opens, does
// not close anything either: nothing before opens it, and the value goes on.
func (c *Candidate) unopened(i int) bool {
	return class[c.at(i+1)]&cAlnum != 0 && !bytes.ContainsAny(c.Line[:c.Value], "([{")
}

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
	if digestKind(v) > 0 || expression(c.withEnds()) {
		return false // a hashed password, or what tokens look like
	}
	if hasFold(v, "bearer ") || hasFold(v, "basic ") {
		return false // rules of their own look at what follows
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
	if template(v) || bytes.HasSuffix(v, []byte("----")) { // the latter ends a head of armour: KEY BLOCK-----
		return false
	}
	if c.Quote == 0 {
		if bytes.HasPrefix(v, []byte("//")) && c.at(c.Value-1) == ':' {
			return false // the name is a scheme
		}
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

// open reports whether the name is that of a public key, or of a token that is good for
// one form or one page of a list; the key that such tokens are made with is another
// matter.
func (c *Candidate) open() bool {
	var name []byte // its letters
	for _, b := range c.Line[c.Name:c.NameEnd] {
		if class[b]&cAlnum != 0 {
			name = append(name, b|0x20)
		}
	}
	has := func(word string) bool { return bytes.Contains(name, []byte(word)) }
	if has("publickey") && bytes.EqualFold(c.Line[c.Key:c.KeyEnd], []byte("key")) {
		return true
	}
	return slices.ContainsFunc(openTokens, has) && !has("key") && !has("secret")
}

var openTokens = []string{"csrf", "xsrf", "antiforgery", "authenticitytoken", "nexttoken", "pagetoken", "continuationtoken", "synctoken"}

// template reports whether something is put into v before it is used.
func template(v []byte) bool {
	for _, open := range []string{"{{", "${", "#{", "<%"} {
		if bytes.Contains(v, []byte(open)) {
			return true
		}
	}
	return false
}

// withEnds returns the value with what was taken for marks around it, although it
// may belong to an expression: its first bracket and a repetition at its end.
func (c *Candidate) withEnds() []byte {
	from, to := c.Value, c.End
	if from > 0 && c.Line[from-1] == '[' {
		from--
	}
	if c.Quote == 0 {
		to = min(to+8, len(c.Line))
	}
	return c.Line[from:to]
}

// expression reports whether v is a regular expression: a class, a group or an escape
// that is repeated stands in it, or a group that does not capture.
func expression(v []byte) bool {
	if bytes.Contains(v, []byte("(?:")) || bytes.Contains(v, []byte("(?i")) || bytes.Contains(v, []byte("(?P<")) {
		return true
	}
	ranged := false // a class of characters has begun
	for i := 1; i+1 < len(v); i++ {
		switch b, next := v[i], v[i+1]; {
		case b == '-' && i > 1 && (v[i-2] == '[' || v[i-2] == '^') && class[v[i-1]]&class[next]&cAlnum != 0:
			ranged = true
		case b == ']' && ranged && (next == '+' || next == '*' || next == '?'):
			return true
		case next == '{' && (b == ']' || b == ')' || v[i-1] == '\\'):
			if n := bytes.TrimLeft(v[i+2:], "0123456789,"); len(n) < len(v)-i-2 && len(n) > 0 && n[0] == '}' {
				return true
			}
		}
	}
	return false
}

// Bare reports whether the value of a name stands there without quotes: in a program
// it is code then.
func (c *Candidate) Bare() bool { return c.Quote == 0 && c.Syntax < UserInfo }

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
