package objects

import (
	"bytes"
	"strconv"
	"time"
	"unicode"
)

// CommitInfo is what the headers of a commit say.
type CommitInfo struct {
	Tree      ID
	Parents   []ID
	Author    Identity
	Committer Identity
	Message   string
}

// Identity is an author, committer or tagger line.
type Identity struct {
	Name, Email string
	When        time.Time // zero when the line is malformed
}

// ParseCommit reads a commit object. Malformed headers leave their fields zero:
// histories hold commits that no git would write today. Of a header that may be
// there once the first counts, as for git.
func ParseCommit(data []byte) (c CommitInfo) {
	message := eachHeader(data, func(key, value []byte) {
		switch string(key) {
		case "author":
			if c.Author == (Identity{}) {
				c.Author = ParseIdentity(value)
			}
		case "committer":
			if c.Committer == (Identity{}) {
				c.Committer = ParseIdentity(value)
			}
		}
	})
	l := ParseLinks(data)
	c.Tree, c.Parents, c.Message = l.Tree, l.Parents, string(message)
	return c
}

// Links is what a commit says of its place in the history.
type Links struct {
	Tree      ID
	Parents   []ID
	Committed int64 // seconds; 0 when the line is malformed
}

// ParseLinks is ParseCommit for these alone.
func ParseLinks(data []byte) (l Links) {
	committed := false
	eachHeader(data, func(key, value []byte) {
		switch string(key) {
		case "tree":
			if id, err := ParseID(value); err == nil && l.Tree.IsZero() {
				l.Tree = id
			}
		case "parent":
			if id, err := ParseID(value); err == nil {
				l.Parents = append(l.Parents, id)
			}
		case "committer":
			if id := SplitIdentity(value); !committed && !id.empty() {
				l.Committed, committed = id.Seconds, true
			}
		}
	})
	return l
}

// eachHeader yields the lines up to the first empty one and returns what follows.
func eachHeader(data []byte, yield func(key, value []byte)) (rest []byte) {
	for {
		line, rest, ok := bytes.Cut(data, []byte{'\n'})
		if len(line) == 0 {
			return rest
		}
		key, value, _ := bytes.Cut(line, []byte{' '})
		yield(key, value)
		if !ok {
			return nil
		}
		data = rest
	}
}

// SplitIdentity reads "Name <mail> seconds zone". The address ends at the first
// ">", the date begins after the last, as git reads it. A zone out of range, such as
// the +051800 of a commit in rails, counts as UTC.
func SplitIdentity(b []byte) (id RawIdentity) {
	open, end := bytes.IndexByte(b, '<'), bytes.LastIndexByte(b, '>')
	if open < 0 || end < open {
		id.Name = bytes.TrimSpace(b)
		return id
	}
	id.Name = bytes.TrimSpace(b[:open])
	mail, _, _ := bytes.Cut(b[open+1:], []byte{'>'})
	id.Email = bytes.TrimSpace(mail)
	seconds, zone := field(b[end+1:])
	sec, err := strconv.ParseInt(string(seconds), 10, 64)
	if err != nil || sec < -1<<40 || sec > 1<<40 {
		return id
	}
	id.Seconds, id.Dated = sec, true
	if zone, _ = field(zone); len(zone) == 5 {
		if n, err := strconv.Atoi(string(zone)); err == nil && n > -2400 && n < 2400 {
			id.Zone = n/100*60 + n%100
		}
	}
	return id
}

// field returns the first word and what follows it.
func field(b []byte) (word, rest []byte) {
	b = bytes.TrimLeftFunc(b, unicode.IsSpace)
	if i := bytes.IndexFunc(b, unicode.IsSpace); i >= 0 {
		return b[:i], b[i:]
	}
	return b, nil
}

// RawIdentity is an author, committer or tagger line as it stands.
type RawIdentity struct {
	Name, Email []byte
	Seconds     int64 // 0 when not Dated
	Zone        int   // minutes east of UTC
	Dated       bool
}

func (id RawIdentity) empty() bool { return len(id.Name)+len(id.Email) == 0 && !id.Dated }

// ParseIdentity is SplitIdentity with values that outlive the line.
func ParseIdentity(b []byte) Identity {
	raw := SplitIdentity(b)
	id := Identity{Name: string(raw.Name), Email: string(raw.Email)}
	if raw.Dated {
		id.When = time.Unix(raw.Seconds, 0).UTC()
	}
	if raw.Zone != 0 {
		id.When = id.When.In(time.FixedZone("", raw.Zone*60))
	}
	return id
}

// TreeEntry is one entry of a tree.
type TreeEntry struct {
	Mode uint32
	Name []byte // valid as long as the tree's data
	ID   []byte // raw, likewise
}

// Entries calls yield for each entry of a tree until it returns false, and
// reports whether the tree could be read to its end.
func Entries(tree []byte, hashSize int, yield func(TreeEntry) bool) bool {
	for len(tree) > 0 {
		e, n := ParseEntry(tree, hashSize)
		if n == 0 {
			return false
		}
		tree = tree[n:]
		if !yield(e) {
			return true
		}
	}
	return true
}

// ParseEntry reads the entry that a tree, or the rest of one, begins with, and
// returns its length in bytes; 0 if there is none that can be read.
func ParseEntry(tree []byte, hashSize int) (e TreeEntry, n int) {
	i := 0
	for ; i < len(tree) && tree[i] >= '0' && tree[i] <= '7' && i < 8; i++ {
		e.Mode = e.Mode<<3 | uint32(tree[i]-'0')
	}
	if i == 0 || i >= len(tree) || tree[i] != ' ' {
		return e, 0
	}
	switch typ := e.Mode & 0o170000; typ {
	case 0o040000, 0o120000, 0o160000: // git looks at no permissions of folders, links and submodules
		e.Mode = typ
	}
	i++
	nul := bytes.IndexByte(tree[i:], 0)
	if nul < 0 || len(tree) < i+nul+1+hashSize {
		return e, 0
	}
	nul += i
	e.Name, e.ID = tree[i:nul], tree[nul+1:nul+1+hashSize]
	return e, nul + 1 + hashSize
}
