package objects

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	idA = NewID(bytes.Repeat([]byte{0xaa}, 20))
	idB = NewID(bytes.Repeat([]byte{0xbb}, 20))
)

func TestParseCommit(t *testing.T) {
	ada := Identity{"Ada", "ada@example.org", time.Unix(1767323045, 0)}
	for name, tc := range map[string]struct {
		text string
		want CommitInfo
	}{
		"first commit": {
			"tree " + idA.String() + "\nauthor Ada <ada@example.org> 1767323045 +0000\ncommitter Ada <ada@example.org> 1767323045 +0000\n\nmessage\n\nmore\n",
			CommitInfo{Tree: idA, Author: ada, Committer: ada, Message: "message\n\nmore\n"},
		},
		"merge with a signature that looks like headers": {
			"tree " + idA.String() + "\nparent " + idA.String() + "\nparent " + idB.String() + "\ngpgsig -----BEGIN\n tree " + idB.String() + "\n \n parent x\n\nm",
			CommitInfo{Tree: idA, Parents: []ID{idA, idB}, Message: "m"},
		},
		"no message":                 {"tree " + idA.String() + "\n", CommitInfo{Tree: idA}},
		"no line feed at the end":    {"tree " + idA.String(), CommitInfo{Tree: idA}},
		"only a message":             {"\nhello", CommitInfo{Message: "hello"}},
		"nothing":                    {"", CommitInfo{}},
		"headers without values":     {"tree\nparent\nauthor\ncommitter\n\nm", CommitInfo{Message: "m"}},
		"ids of wrong lengths":       {"tree abc\nparent " + idA.String() + "0\n\nm", CommitInfo{Message: "m"}},
		"second tree does not count": {"tree " + idA.String() + "\ntree " + idB.String() + "\n\n", CommitInfo{Tree: idA}},
		"second author does not count": {
			"author Ada <ada@example.org> 1767323045 +0000\nauthor Bob <b@example.org> 1 +0000\n\n", CommitInfo{Author: ada},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := ParseCommit([]byte(tc.text))
			for _, who := range []*Identity{&got.Author, &got.Committer} {
				if !who.When.IsZero() {
					who.When = time.Unix(who.When.Unix(), 0)
				}
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestParseIdentity(t *testing.T) {
	for text, want := range map[string]struct {
		name, mail, when string
	}{
		"Ada <ada@example.org> 1767323045 +0530":      {"Ada", "ada@example.org", "2026-01-02T08:34:05+05:30"},
		"Ada <ada@example.org> 1767323045 -0330":      {"Ada", "ada@example.org", "2026-01-01T23:34:05-03:30"},
		"Ada <ada@example.org> 1767323045 +051800":    {"Ada", "ada@example.org", "2026-01-02T03:04:05Z"},
		"Ada <ada@example.org> 1767323045":            {"Ada", "ada@example.org", "2026-01-02T03:04:05Z"},
		"Ada <ada@example.org> -1 +0000":              {"Ada", "ada@example.org", "1969-12-31T23:59:59Z"},
		"Ada <ada@example.org> 99999999999999999 +0":  {"Ada", "ada@example.org", ""},
		"Ada <ada@example.org> soon":                  {"Ada", "ada@example.org", ""},
		"Ada <ada@example.org>":                       {"Ada", "ada@example.org", ""},
		"<ada@example.org> 0 +0000":                   {"", "ada@example.org", "1970-01-01T00:00:00Z"},
		"Ada Ada@example.org":                         {"Ada Ada@example.org", "", ""},
		"Ada <a@example.org> <b@example.org> 0 +0000": {"Ada", "a@example.org", "1970-01-01T00:00:00Z"},
		"Ada <a@example.org>> 0 +0000":                {"Ada", "a@example.org", "1970-01-01T00:00:00Z"},
		"> Ada <":                                     {"> Ada <", "", ""},
		"":                                            {"", "", ""},
	} {
		t.Run(text, func(t *testing.T) {
			got := ParseIdentity([]byte(text))
			assert.Equal(t, want.name, got.Name)
			assert.Equal(t, want.mail, got.Email)
			when := ""
			if !got.When.IsZero() {
				when = got.When.Format(time.RFC3339)
			}
			assert.Equal(t, want.when, when)
		})
	}
}

// naiveEntries is the slow twin of Entries.
func naiveEntries(tree string, hashSize int) (list []string, whole bool) {
	for tree != "" {
		mode, rest, ok := strings.Cut(tree, " ")
		if !ok || mode == "" || len(mode) > 8 || strings.Trim(mode, "01234567") != "" {
			return list, false
		}
		name, rest, ok := strings.Cut(rest, "\x00")
		if !ok || len(rest) < hashSize {
			return list, false
		}
		var n uint32
		fmt.Sscanf(mode, "%o", &n)
		if kind := n % 0o200000 / 0o10000; kind == 0o4 || kind == 0o12 || kind == 0o16 { // S_IFMT of git
			n = kind * 0o10000
		}
		list = append(list, fmt.Sprintf("%o %q %x", n, name, rest[:hashSize]))
		tree = rest[hashSize:]
	}
	return list, true
}

func listEntries(tree []byte, hashSize int) (list []string, whole bool) {
	whole = Entries(tree, hashSize, func(e TreeEntry) bool {
		list = append(list, fmt.Sprintf("%o %q %x", e.Mode, e.Name, e.ID))
		return true
	})
	return list, whole
}

func TestEntries(t *testing.T) {
	entry := "100644 file\x00" + string(idA.Bytes())
	for name, tc := range map[string]struct {
		tree  string
		want  []string
		whole bool
	}{
		"empty tree":                 {"", nil, true},
		"two entries":                {entry + "40000 dir\x00" + string(idB.Bytes()), []string{fmt.Sprintf("100644 %q %s", "file", idA), fmt.Sprintf("40000 %q %s", "dir", idB)}, true},
		"mode with a leading zero":   {"040000 d\x00" + string(idA.Bytes()), []string{fmt.Sprintf("40000 %q %s", "d", idA)}, true},
		"cut in the id":              {entry + entry[:len(entry)-1], []string{fmt.Sprintf("100644 %q %s", "file", idA)}, false},
		"cut in the name":            {"100644 fi", nil, false},
		"cut in the mode":            {"1006", nil, false},
		"no mode":                    {" file\x00" + string(idA.Bytes()), nil, false},
		"mode that is not octal":     {"100849 file\x00" + string(idA.Bytes()), nil, false},
		"mode longer than 32 bits":   {"777777777777 file\x00" + string(idA.Bytes()), nil, false},
		"name that holds line feeds": {"100644 a\nb\x00" + string(idA.Bytes()), []string{fmt.Sprintf("100644 %q %s", "a\nb", idA)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			got, whole := listEntries([]byte(tc.tree), 20)
			assert.Equal(t, tc.want, got)
			assert.Equal(t, tc.whole, whole)
		})
	}
	n := 0
	assert.True(t, Entries([]byte(entry+entry), 20, func(TreeEntry) bool { n++; return false }))
	assert.Equal(t, 1, n, "entries after the caller has had enough")
}

func FuzzEntries(f *testing.F) {
	entry := "100644 file\x00" + string(idA.Bytes())
	f.Add([]byte(entry+"40000 dir\x00"+string(idB.Bytes())), false)
	f.Add([]byte(entry[:30]), false)
	f.Add([]byte("160000 sub\x00"+strings.Repeat("s", 32)), true)
	f.Fuzz(func(t *testing.T, tree []byte, sha256 bool) {
		size := 20
		if sha256 {
			size = 32
		}
		got, whole := listEntries(tree, size)
		want, wantWhole := naiveEntries(string(tree), size)
		require.Equal(t, want, got)
		require.Equal(t, wantWhole, whole)
	})
}

// FuzzParseCommit holds ParseCommit against a reading line by line.
func FuzzParseCommit(f *testing.F) {
	f.Add([]byte("tree " + idA.String() + "\nparent " + idB.String() + "\nauthor A <a@b> 1 +0100\ncommitter C <c@d> 2 -0100\ngpgsig x\n y\n\nmessage\n"))
	f.Add([]byte("object " + idA.String() + "\ntype commit\ntag v1\ntagger A <a@b> 1 +0000\n\nmessage\n"))
	f.Add([]byte("\n"))
	f.Add([]byte("author"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := ParseCommit(data)
		head, message, ok := strings.Cut("\n"+string(data), "\n\n")
		if !ok {
			message = ""
		}
		require.Equal(t, message, c.Message)
		parents := 0
		for line := range strings.SplitSeq(head, "\n") {
			if hex, ok := strings.CutPrefix(line, "parent "); ok && (len(hex) == 40 || len(hex) == 64) && strings.Trim(hex, "0123456789abcdefABCDEF") == "" {
				parents++
			}
		}
		require.Len(t, c.Parents, parents)
		for _, who := range []Identity{c.Author, c.Committer} {
			require.NotContains(t, who.Email, ">")
			_, offset := who.When.Zone()
			require.Less(t, max(offset, -offset), 26*3600)
		}
	})
}
