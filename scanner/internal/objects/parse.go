package objects

import (
	"bytes"
	"strconv"
	"time"
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
	for {
		line, rest, ok := bytes.Cut(data, []byte{'\n'})
		if len(line) == 0 {
			c.Message = string(rest)
			return c
		}
		key, value, _ := bytes.Cut(line, []byte{' '})
		switch string(key) {
		case "tree":
			if id, err := ParseID(string(value)); err == nil && c.Tree.IsZero() {
				c.Tree = id
			}
		case "parent":
			if id, err := ParseID(string(value)); err == nil {
				c.Parents = append(c.Parents, id)
			}
		case "author":
			if c.Author == (Identity{}) {
				c.Author = ParseIdentity(value)
			}
		case "committer":
			if c.Committer == (Identity{}) {
				c.Committer = ParseIdentity(value)
			}
		}
		if !ok {
			return c
		}
		data = rest
	}
}

// ParseIdentity reads "Name <mail> seconds zone". The address ends at the first
// ">", the date begins after the last, as git reads it. A zone out of range, such as
// the +051800 of a commit in rails, counts as UTC.
func ParseIdentity(b []byte) (id Identity) {
	open, end := bytes.IndexByte(b, '<'), bytes.LastIndexByte(b, '>')
	if open < 0 || end < open {
		id.Name = string(bytes.TrimSpace(b))
		return id
	}
	id.Name = string(bytes.TrimSpace(b[:open]))
	mail, _, _ := bytes.Cut(b[open+1:], []byte{'>'})
	id.Email = string(bytes.TrimSpace(mail))
	fields := bytes.Fields(b[end+1:])
	if len(fields) == 0 {
		return id
	}
	sec, err := strconv.ParseInt(string(fields[0]), 10, 64)
	if err != nil || sec < -1<<40 || sec > 1<<40 {
		return id
	}
	id.When = time.Unix(sec, 0).UTC()
	if len(fields) > 1 && len(fields[1]) == 5 {
		if n, err := strconv.Atoi(string(fields[1])); err == nil && n > -2400 && n < 2400 {
			id.When = id.When.In(time.FixedZone("", (n/100*60+n%100)*60))
		}
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
