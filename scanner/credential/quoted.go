package credential

import "bytes"

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
	return len(bytes.TrimLeft(before, " \t")) == 0 || containsFold(before, "user") || containsFold(before, "grant ") || containsFold(before, "role") || containsFold(before, "connect")
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
		case b == c.Quote && b == '\'' && c.at(i+1) == b && i > c.Value:
			i++ // a quote in the value, as YAML and SQL write it
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
			if next := c.at(i + 1); next == 0 || class[next]&cEnds != 0 || next == '{' || c.pair(i+1) {
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

// pair reports whether another name with its operator begins at i.
func (c *Candidate) pair(i int) bool {
	from := i
	for i < len(c.Line) && (class[c.Line[i]]&cName != 0 || c.Line[i] == ' ' && i > from) {
		i++
	}
	return i > from && (c.at(i) == '=' || c.at(i) == ':')
}

// unopened reports whether the bracket at i, which nothing in the value opens, does
// not close anything either: nothing before opens it, and the value goes on.
func (c *Candidate) unopened(i int) bool {
	return class[c.at(i+1)]&cAlnum != 0 && !bytes.ContainsAny(c.Line[:c.Value], "([{")
}
