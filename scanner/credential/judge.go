package credential

import (
	"bytes"
	"encoding/base64"
)

// Assignment is the notation that Find reads.
const Assignment = "assignment"

// Judges are the notations in which the model judges: what it is told of them.
var Judges = map[string]Syntax{
	Assignment: Assigned,
	"url":      UserInfo,
	"basic":    Basic,
	"bearer":   Bearer,
	"option":   Option,
}

// Matched returns a candidate that an expression has found: match holds the value
// from from up to to, and before it the user or what else stands for a name.
func Matched(judge string, match []byte, from, to int) (c Candidate, ok bool) {
	c = Candidate{Line: match, Syntax: Judges[judge], NameEnd: max(from-1, 0), Value: from, End: to}
	if c.Syntax == Basic {
		text, err := base64.StdEncoding.WithPadding(base64.NoPadding).DecodeString(string(bytes.TrimRight(match[from:to], "=")))
		colon := bytes.IndexByte(text, ':')
		if err != nil || colon < 0 {
			return c, false
		}
		c.Line, c.NameEnd, c.Value, c.End = text, colon, colon+1, len(text)
	}
	c.Key, c.KeyEnd = c.NameEnd, c.NameEnd
	return c, c.End > c.Value && !template(c.Text()) && !expression(c.Text())
}
