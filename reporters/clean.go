package reporters

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// cleaner stands before every format and makes of a run what JSON can hold: free
// text is valid UTF-8, dates can be written, and the lists that the schema
// requires are there. Names keep their bytes; see quoteName.
type cleaner struct{ next Reporter }

func (c cleaner) Begin(run leak.Run) error {
	run.Remote = valid(run.Remote)
	run.Rules = present(run.Rules)
	return c.next.Begin(run)
}

func (c cleaner) Finding(f leak.Finding) error {
	f.Line = valid(f.Line)
	f.Decision.Reason = valid(f.Decision.Reason)
	f.Exposure.First = cleanCommit(f.Exposure.First)
	f.Exposure.Last = cleanCommit(f.Exposure.Last)
	return c.next.Finding(f)
}

func (c cleaner) Skip(s leak.Skip) error {
	s.Detail = valid(s.Detail)
	return c.next.Skip(s)
}

func (c cleaner) End(s leak.Summary) error {
	s.Objects = present(s.Objects)
	s.Unused = mapped(s.Unused, valid)
	return c.next.End(s)
}

// cleanCommit returns a copy: findings share their commits.
func cleanCommit(c *leak.Commit) *leak.Commit {
	if c == nil {
		return nil
	}
	n := *c
	n.Author, n.Email, n.Message = valid(c.Author), valid(c.Email), valid(c.Message)
	if _, err := c.Date.MarshalText(); err != nil {
		n.Date = time.Time{} // the year 33658, or a zone of a hundred hours: whoever commits chooses
	}
	return &n
}

// valid replaces each byte that is not UTF-8, as encoding/json does.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune { return r }, s)
}

// present returns an empty list for one that is nil, which JSON writes as null.
func present[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func mapped(list []string, f func(string) string) []string {
	if list == nil {
		return nil
	}
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = f(s)
	}
	return out
}
