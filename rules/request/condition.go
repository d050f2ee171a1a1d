package request

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// condition is terms that have to hold all.
type condition struct {
	text  string
	terms []term
}

// term looks at one thing of an answer.
type term struct {
	statuses []string // "200", "2xx"; else from
	from     spot
	op       string // "": it is there; "=", "!=", "~" (contains)
	value    string
}

// spot is where in an answer something stands.
type spot struct {
	kind string // "json", "header", "text"
	name string // of the header
	path []string
}

// source is places of which the first that there is counts.
type source []spot

func (p *problems) conditions(key string, lines []string) []condition {
	var out []condition
	for _, line := range lines {
		c, err := parseCondition(line)
		if err != nil {
			p.add(key, `as in "status 401 and json error.code = invalid_token"`, "%q: %s", line, err)
		}
		out = append(out, c)
	}
	return out
}

func parseCondition(line string) (condition, error) {
	words, err := split(line)
	if err != nil {
		return condition{}, err
	}
	c := condition{text: line}
	for _, part := range cutAt(words, "and") {
		t, err := parseTerm(part)
		if err != nil {
			return condition{}, err
		}
		c.terms = append(c.terms, t)
	}
	return c, nil
}

// cutAt cuts words at each that is sep.
func cutAt(words []word, sep string) [][]word {
	parts := [][]word{nil}
	for _, w := range words {
		if w == (word{text: sep}) {
			parts = append(parts, nil)
			continue
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], w)
	}
	return parts
}

func parseTerm(words []word) (term, error) {
	if len(words) > 0 && words[0] == (word{text: "status"}) {
		return parseStatus(words[1:])
	}
	for i, w := range words {
		if w.quoted || w.text != "=" && w.text != "!=" && w.text != "~" {
			continue
		}
		from, err := parsePlace(words[:i])
		if err == nil && len(words) != i+2 {
			err = fmt.Errorf("%s takes one value; put it in quotes", w.text)
		}
		if err != nil {
			return term{}, err
		}
		return term{from: from, op: w.text, value: words[i+1].text}, nil
	}
	from, err := parsePlace(words)
	return term{from: from}, err
}

func parseStatus(words []word) (term, error) {
	t := term{}
	for _, w := range words {
		n, err := strconv.Atoi(strings.ReplaceAll(w.text, "x", "0"))
		if err != nil || n < 100 || n > 599 || len(w.text) != 3 || w.text[0] == 'x' {
			return term{}, fmt.Errorf("%q is no status; write 200 or 2xx", w.text)
		}
		t.statuses = append(t.statuses, w.text)
	}
	if len(t.statuses) == 0 {
		return term{}, errors.New("status without a number")
	}
	return t, nil
}

func parsePlace(words []word) (spot, error) {
	bad := errors.New(`write "status 200", "json a.b", "header Name" or "text = …"`)
	if len(words) == 0 || words[0].quoted {
		return spot{}, bad
	}
	p := spot{kind: words[0].text}
	switch {
	case p.kind == "text" && len(words) == 1:
	case p.kind == "header" && len(words) == 2 && tokenName(words[1].text):
		p.name = words[1].text
	case p.kind == "json" && len(words) == 2 && words[1].text != "":
		p.path = splitPath(words[1].text)
	default:
		return spot{}, bad
	}
	return p, nil
}

// splitPath cuts a path at its dots; two in a row are one that belongs to the name
// behind it: "error..tag" is ".tag" of "error".
func splitPath(text string) []string {
	var path []string
	dot := ""
	for _, name := range strings.Split(text, ".") {
		if name == "" && dot == "" {
			dot = "."
			continue
		}
		path, dot = append(path, dot+name), ""
	}
	return path
}

func (p *problems) source(key, text string) source {
	if text == "" {
		return nil
	}
	words, err := split(text)
	var s source
	for _, part := range cutAt(words, "or") {
		if err != nil {
			break
		}
		var one spot
		one, err = parsePlace(part)
		s = append(s, one)
	}
	if err != nil {
		p.add(key, `as in "json user.login" or "header X-Scopes"`, "%q: %s", text, err)
	}
	return s
}
