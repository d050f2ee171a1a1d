package gitdir

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// File modes as git writes them in trees and in the index.
const (
	ModeTree    = 0o40000
	ModeSymlink = 0o120000
	ModeGitlink = 0o160000
)

// Entry is one path of the index.
type Entry struct {
	Path        string
	ID          objects.ID
	Mode        uint32
	Stage       int  // 0, or 1 to 3 in a conflict
	IntentToAdd bool // "git add -N": the path without its content
}

// Index is git's index (gitformat-index(5)), versions 2 to 4, with the parts of
// a split index put together. A sparse index has entries of mode ModeTree whose
// path ends in "/".
type Index struct {
	Entries []Entry
	Cached  map[string]objects.ID // cache-tree: tree object of a folder ("" is the root) that the entries below it make up
	Folders []string              // all that the cache-tree has, also of those that entries no longer make up
	Beside  [][]byte              // extensions that say nothing of the entries: names of untracked and of resolved files stand in these
}

// ReadIndex reads the index at path; a file that does not exist is an empty
// index. gitDir is where the shared part of a split index is.
func ReadIndex(path, gitDir string, hashSize int) (*Index, error) {
	x, link, err := readIndexFile(path, hashSize)
	if err != nil {
		return nil, err
	}
	if link == nil || link.base.IsZero() {
		return x, inOrder(path, x.Entries)
	}
	shared := filepath.Join(gitDir, "sharedindex."+link.base.String())
	base, nested, err := readIndexFile(shared, hashSize)
	if err != nil {
		return nil, err
	}
	if nested != nil {
		return nil, fmt.Errorf("reading %s: a shared index is itself split", shared)
	}
	if len(base.Entries) == 0 {
		if _, err := os.Stat(shared); err != nil {
			return nil, fmt.Errorf("reading %s: its shared part is missing: %w", path, err)
		}
	}
	x.Folders, x.Beside = append(x.Folders, base.Folders...), append(x.Beside, base.Beside...)
	x.Entries, err = merge(base.Entries, x.Entries, link)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return x, inOrder(path, x.Entries)
}

// inOrder checks what those who compare the index with trees rely on.
func inOrder(path string, entries []Entry) error {
	if !slices.IsSortedFunc(entries, compareEntries) {
		return fmt.Errorf("reading %s: its entries are not in order", path)
	}
	return nil
}

func compareEntries(a, b Entry) int {
	return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Stage, b.Stage))
}

func readIndexFile(path string, hashSize int) (*Index, *splitLink, error) {
	data, err := objects.ReadSmall(path, maxList)
	if errors.Is(err, fs.ErrNotExist) {
		return &Index{}, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the index: %w", err)
	}
	x, link, err := parseIndexFile(data, hashSize)
	if err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return x, link, nil
}

var (
	errIndexTruncated = errors.New("the index is truncated")
	errIndexPaths     = errors.New("the index has paths longer than any system takes, or too many of them")
)

// Version 4 says of each path how much of the one before it keeps, and the
// cache-tree nests names, so that a small index can stand for paths without end.
const (
	maxPath  = 1 << 16
	maxPaths = maxList // bytes of all together
)

func parseIndexFile(data []byte, hashSize int) (*Index, *splitLink, error) {
	if len(data) < 12+hashSize || string(data[:4]) != "DIRC" {
		return nil, nil, errors.New("not an index file")
	}
	version := binary.BigEndian.Uint32(data[4:])
	if version < 2 || version > 4 {
		return nil, nil, fmt.Errorf("index version %d is not supported", version)
	}
	count := int(binary.BigEndian.Uint32(data[8:]))
	if !soundIndex(data, hashSize) {
		return nil, nil, errors.New("the index is damaged: its checksum is wrong")
	}
	body := data[12 : len(data)-hashSize]
	if count > len(body)/(hashSize+42) && version < 4 || count > len(body)/(hashSize+42+1) && version == 4 {
		return nil, nil, errIndexTruncated
	}
	x := &Index{Entries: make([]Entry, 0, count)}
	prev, size := "", 0
	for range count {
		e, rest, err := parseEntry(body, version, hashSize, prev)
		if err != nil {
			return nil, nil, err
		}
		if size += len(e.Path); len(e.Path) > maxPath || size > maxPaths {
			return nil, nil, errIndexPaths
		}
		x.Entries = append(x.Entries, e)
		prev, body = e.Path, rest
	}
	link, err := x.extensions(body, hashSize)
	return x, link, err
}

// soundIndex checks the checksum at the end; index.skipHash leaves it zero.
func soundIndex(data []byte, hashSize int) bool {
	content, sum := data[:len(data)-hashSize], data[len(data)-hashSize:]
	if bytes.Equal(sum, make([]byte, hashSize)) {
		return true
	}
	if hashSize == sha256.Size {
		want := sha256.Sum256(content)
		return bytes.Equal(sum, want[:])
	}
	want := sha1.Sum(content)
	return bytes.Equal(sum, want[:])
}

func parseEntry(b []byte, version uint32, hashSize int, prev string) (e Entry, rest []byte, err error) {
	fixed := 40 + hashSize + 2
	if len(b) < fixed {
		return e, nil, errIndexTruncated
	}
	e.Mode = binary.BigEndian.Uint32(b[24:])
	e.ID = objects.NewID(b[40 : 40+hashSize])
	flags := binary.BigEndian.Uint16(b[40+hashSize:])
	e.Stage = int(flags >> 12 & 3)
	at := fixed
	if flags&0x4000 != 0 {
		if version < 3 || len(b) < at+2 {
			return e, nil, errIndexTruncated
		}
		e.IntentToAdd = binary.BigEndian.Uint16(b[at:])&0x2000 != 0
		at += 2
	}
	if version == 4 {
		strip, n := offsetVarint(b[at:])
		if n == 0 || strip > uint64(len(prev)) {
			return e, nil, errIndexTruncated
		}
		at += n
		end := bytes.IndexByte(b[at:], 0)
		if end < 0 {
			return e, nil, errIndexTruncated
		}
		e.Path = prev[:len(prev)-int(strip)] + string(b[at:at+end])
		return e, b[at+end+1:], nil
	}
	end := bytes.IndexByte(b[at:], 0)
	if end < 0 {
		return e, nil, errIndexTruncated
	}
	e.Path = string(b[at : at+end])
	size := (at + end + 8) &^ 7 // padded with 1 to 8 NULs
	if size > len(b) {
		return e, nil, errIndexTruncated
	}
	return e, b[size:], nil
}

// offsetVarint reads the encoding that ofs-deltas use too; n is 0 when b ends
// too early.
func offsetVarint(b []byte) (v uint64, n int) {
	for i := 0; i < len(b) && i < 9; i++ {
		v = v<<7 | uint64(b[i]&0x7f)
		if b[i]&0x80 == 0 {
			return v, i + 1
		}
		v++
	}
	return 0, 0
}

// extensions reads those that change what the entries mean. Unknown ones whose
// name begins in lower case must be understood, the others need not be.
func (x *Index) extensions(b []byte, hashSize int) (link *splitLink, err error) {
	for len(b) >= 8 {
		name, size := string(b[:4]), int64(binary.BigEndian.Uint32(b[4:]))
		if size > int64(len(b)-8) {
			return nil, errIndexTruncated
		}
		body := b[8 : 8+size]
		b = b[8+size:]
		switch {
		case name == "link":
			if link, err = parseLink(body, hashSize); err != nil {
				return nil, err
			}
		case name == "TREE":
			c := cacheTree{trees: map[string]objects.ID{}}
			if _, err := c.parse(body, "", hashSize, 0); err == nil { // else: it only saves work
				x.Cached, x.Folders = c.trees, c.all
			} else {
				x.Beside = append(x.Beside, body)
			}
		case name == "sdir":
		case name[0] >= 'a' && name[0] <= 'z':
			return nil, fmt.Errorf("the index extension %q is not supported", name)
		default:
			x.Beside = append(x.Beside, body)
		}
	}
	return link, nil
}

// cacheTree is the extension that names the trees which the entries make up.
type cacheTree struct {
	trees map[string]objects.ID // by folder
	all   []string              // folders, also those whose tree is not known
	size  int                   // bytes of all paths
}

func (c *cacheTree) parse(b []byte, dir string, hashSize, depth int) (rest []byte, err error) {
	nul := bytes.IndexByte(b, 0)
	if nul < 0 || depth > 4096 {
		return nil, errIndexTruncated
	}
	name := string(b[:nul])
	line, b, ok := bytes.Cut(b[nul+1:], []byte{'\n'})
	if !ok {
		return nil, errIndexTruncated
	}
	var entries, subtrees int
	if _, err := fmt.Sscanf(string(line), "%d %d", &entries, &subtrees); err != nil {
		return nil, err
	}
	path := name
	if dir != "" {
		path = dir + "/" + name
	}
	if c.size += len(path); len(path) > maxPath || c.size > maxPaths {
		return nil, errIndexPaths
	}
	c.all = append(c.all, path)
	if entries >= 0 {
		if len(b) < hashSize {
			return nil, errIndexTruncated
		}
		c.trees[path] = objects.NewID(b[:hashSize])
		b = b[hashSize:]
	}
	for range subtrees {
		if b, err = c.parse(b, path, hashSize, depth+1); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// splitLink is the extension of a split index: which entries of the shared
// index are gone, and which are replaced by the first entries of this one.
type splitLink struct {
	base             objects.ID
	deleted, changed bitmap
}

func parseLink(b []byte, hashSize int) (*splitLink, error) {
	if len(b) < hashSize {
		return nil, errIndexTruncated
	}
	l := &splitLink{base: objects.NewID(b[:hashSize])}
	if b = b[hashSize:]; len(b) == 0 {
		return l, nil
	}
	var err error
	if l.deleted, b, err = parseEWAH(b); err != nil {
		return nil, err
	}
	l.changed, _, err = parseEWAH(b)
	return l, err
}

// bitmap is a set of entry numbers.
type bitmap []bool

func (b bitmap) has(i int) bool { return i < len(b) && b[i] }

// maxEntries is how many entries the largest index has room for.
const maxEntries = maxList / 62

var errBitmap = errors.New("the index has a damaged bitmap")

// parseEWAH reads git's compressed bitmap: bit count, word count, words, position
// of the last run marker (gitformat-index, "Split index"; the words are run
// markers of 1 bit value, 32 bits run length, 31 bits count of literals).
func parseEWAH(b []byte) (set bitmap, rest []byte, err error) {
	if len(b) < 8 {
		return nil, nil, errIndexTruncated
	}
	size := int(binary.BigEndian.Uint32(b))
	words := int(binary.BigEndian.Uint32(b[4:]))
	b = b[8:]
	if len(b) < words*8+4 {
		return nil, nil, errIndexTruncated
	}
	if size > maxEntries {
		return nil, nil, errBitmap
	}
	set = make(bitmap, (size+63)/64*64)
	at := 0
	for i := 0; i < words; i++ {
		marker := binary.BigEndian.Uint64(b[8*i:])
		run, literals := int(marker>>1&0xffffffff), int(marker>>33)
		if run > (len(set)-at)/64 || literals > min(words-i-1, (len(set)-at)/64-run) {
			return nil, nil, errBitmap
		}
		for range run * 64 {
			set[at] = marker&1 != 0
			at++
		}
		for range literals {
			i++
			word := binary.BigEndian.Uint64(b[8*i:])
			for bit := range 64 {
				set[at] = word>>bit&1 != 0
				at++
			}
		}
	}
	return set, b[words*8+4:], nil
}

// merge puts a split index together. Entries that replace shared ones come
// first, in the order of those they replace, with an empty path.
func merge(base, own []Entry, l *splitLink) ([]Entry, error) {
	var out []Entry
	for i, e := range base {
		if l.changed.has(i) {
			if len(own) == 0 {
				return nil, errors.New("the split index replaces more entries than it has")
			}
			path := e.Path
			e, own = own[0], own[1:]
			if e.Path == "" {
				e.Path = path
			}
		}
		if !l.deleted.has(i) {
			out = append(out, e)
		}
	}
	out = append(out, own...)
	slices.SortStableFunc(out, compareEntries)
	return out, nil
}

// IndexPath is where the index of a worktree is: where the environment variable
// GIT_INDEX_FILE says (git sets it for hooks, relative to where it runs), or in
// gitDir.
func IndexPath(gitDir, indexFile, workDir string) string {
	if indexFile == "" {
		return filepath.Join(gitDir, "index")
	}
	return resolve(workDir, indexFile)
}
