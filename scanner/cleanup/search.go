package cleanup

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/leaksieve/leaksieve/scanner/internal/multimatch"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Hit says that a secret, or a file that is one, stands somewhere.
type Hit struct {
	Secret int // its number in Target.Secrets; -1 for a file
	File   int // its number in Target.Files; -1 for a secret
	Origin leak.Origin
	Offset int  // of the first time
	Line   int  // there, from 1; 0 where there are none
	Binary bool // git filter-repo takes the blob for a binary

	spelled leak.Secret // the bytes that stand there; the zero value for a file
	as      spelling    // without them
}

// How returns the spelling in words, "" for the secret as it is, and for a file.
func (h *Hit) How() string { return h.as.how }

func (h *Hit) text() string { return h.spelled.Reveal() }

// spelling is what was found with its bytes.
func (h *Hit) spelling() spelling {
	sp := h.as
	sp.text = h.text()
	return sp
}

// Search is the sink of a source: it notes where a Target stands. Nothing may be
// asked of it before the source is through.
type Search struct {
	target   *Target
	literals []literal
	matcher  multimatch.Matcher
	paths    map[string]int // of Target.Files
	names    map[string]bool
	objects  map[string]int
	progress Progress

	mu      sync.Mutex
	hits    []Hit
	leftOut int
	skips   []leak.Skip
	unnamed int // skips
	counts  map[string]*leak.ObjectCount
	bytes   int64
}

// Format implements fmt.Formatter: what is looked for is not printed by accident.
func (s *Search) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "a search") }

// Progress is told how far a search is, from several goroutines at once.
type Progress interface {
	Total(bytes int64)
	Done(bytes int64)
	Objects(number int)
}

// literal is one spelling of one secret.
type literal struct {
	secret int
	spelling
}

// maxKey is how many bytes of a literal are looked for at once; the rest is compared.
// The end of a token is what tells it from others.
const maxKey = 24

// maxHits and maxSkips are more than anybody reads, and bound what is held of a
// repository that is made for the purpose. Which are held of more than that depends on
// the sequence in which goroutines bring them; how many there are does not.
const (
	maxHits  = 1 << 20
	maxSkips = 1 << 16
)

// NewSearch prepares a search for a target; progress may be nil. Weak secrets are not
// looked for.
func NewSearch(t *Target, progress Progress) *Search {
	s := &Search{target: t, progress: progress, paths: map[string]int{}, names: map[string]bool{}, objects: map[string]int{}, counts: map[string]*leak.ObjectCount{}}
	var keys []string
	for i := range t.Secrets {
		if t.Secrets[i].Weak != "" {
			continue
		}
		for _, sp := range spellings(t.Secrets[i].Value.Reveal()) {
			s.literals = append(s.literals, literal{i, sp})
			keys = append(keys, folded(sp.text[max(0, len(sp.text)-maxKey):]))
		}
	}
	s.matcher = multimatch.NewSieve(keys)
	for i, f := range t.Files {
		s.paths[f.Path], s.objects[f.Object] = i, i
		s.names[path.Base(f.Path)] = true
	}
	delete(s.objects, "")
	return s
}

// folded is in lower case as far as ASCII goes.
func folded(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// binaryPrefix is how much of a blob git filter-repo looks at for a NUL.
const binaryPrefix = 8192

// Unit implements source.Sink.
func (s *Search) Unit(_ int, u leak.Unit) int {
	found := s.find(u)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes += int64(len(u.Data))
	room := max(maxHits-len(s.hits), 0)
	s.leftOut += max(len(found)-room, 0)
	s.hits = append(s.hits, found[:min(len(found), room)]...)
	return len(found)
}

// find returns each spelling that stands in a unit once.
func (s *Search) find(u leak.Unit) (found []Hit) {
	blob := u.Origin.Kind == leak.KindFile && u.Origin.Object != ""
	var seen map[int]bool
	s.matcher.Each(u.Data, func(n, end int) {
		text := s.literals[n].text
		at := end - len(text)
		if seen[n] || at < 0 || string(u.Data[at:end]) != text {
			return
		}
		if seen == nil {
			seen = map[int]bool{}
		}
		seen[n] = true
		h := Hit{Secret: s.literals[n].secret, File: -1, Origin: u.Origin, Offset: at, spelled: leak.NewSecret(text), as: s.literals[n].spelling}
		h.as.text = ""
		h.Binary = blob && bytes.IndexByte(u.Data[:min(len(u.Data), binaryPrefix)], 0) >= 0
		if !h.Binary && u.Origin.Kind != leak.KindPath && u.Origin.Kind != leak.KindRef {
			h.Line = 1 + bytes.Count(u.Data[:at], []byte{'\n'})
		}
		found = append(found, h)
	})
	if i, ok := s.objects[u.Origin.Object]; ok && blob {
		found = append(found, Hit{Secret: -1, File: i, Origin: u.Origin})
	} else if i, ok := s.paths[u.Origin.Path]; ok && u.Origin.Kind == leak.KindFile && u.Data == nil {
		found = append(found, Hit{Secret: -1, File: i, Origin: u.Origin})
	}
	return found
}

// WantsPath implements source.PathSink.
func (s *Search) WantsPath(name []byte) bool { return s.names[string(name)] }

// Skip implements source.Sink.
func (s *Search) Skip(sk leak.Skip) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case len(s.skips) < maxSkips:
		s.skips = append(s.skips, sk)
	case !sk.Expected:
		s.unnamed += max(sk.Count, 1)
	}
}

// Count implements source.Sink.
func (s *Search) Count(objectType string, listed, scanned int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.counts[objectType]
	if n == nil {
		n = &leak.ObjectCount{Type: objectType}
		s.counts[objectType] = n
	}
	n.Listed += listed
	n.Scanned += scanned
	n.Skipped = n.Listed - n.Scanned
	if s.progress != nil {
		s.progress.Objects(listed)
	}
}

// Total implements source.Sink.
func (s *Search) Total(bytes int64) {
	if s.progress != nil {
		s.progress.Total(bytes)
	}
}

// Done implements source.Sink.
func (s *Search) Done(bytes int64) {
	if s.progress != nil {
		s.progress.Done(bytes)
	}
}

// Hits returns all hits, by secret and then by where they are.
func (s *Search) Hits() []Hit {
	slices.SortFunc(s.hits, func(a, b Hit) int {
		x, y := &a.Origin, &b.Origin
		return cmp.Or(cmp.Compare(a.Secret, b.Secret), cmp.Compare(a.File, b.File), cmp.Compare(x.Repo, y.Repo), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Path, y.Path),
			cmp.Compare(x.Ref, y.Ref), cmp.Compare(x.Object, y.Object), cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.text(), b.text()))
	})
	return s.hits
}

// Findings are the hits as what a source attributes to paths, commits and refs, a
// secret once for each unit. Number tells whose each is.
func (s *Search) Findings() (out []leak.Finding) {
	type unit struct {
		rule   string
		origin leak.Origin
	}
	seen := map[unit]bool{}
	for _, h := range s.Hits() {
		f := leak.Finding{Rule: ruleOf(&h), Origin: h.Origin, Start: leak.Position{Line: h.Line, Offset: int64(h.Offset)}}
		if u := (unit{f.Rule, f.Origin}); !seen[u] {
			seen[u] = true
			out = append(out, f)
		}
	}
	return out
}

// ruleOf names what was found. What a reflog or a file of git's own repeats of a
// message or ref has a name of its own, so that it is not left out as an echo of
// that: it stays when the other goes.
func ruleOf(h *Hit) string {
	what, n := "secret", h.Secret
	if h.File >= 0 {
		what, n = "file", h.File
	}
	if h.Origin.Kind == leak.KindReflog || h.File < 0 && h.Origin.Object == "" && h.Origin.Kind == leak.KindFile {
		what += "-kept"
	}
	return fmt.Sprintf("%s %d", what, n)
}

// Number returns the number of the secret that a finding of Findings is of, and -1,
// or -1 and that of the file.
func Number(f *leak.Finding) (secret, file int) {
	what, text, _ := strings.Cut(f.Rule, " ")
	n, _ := strconv.Atoi(text) // ruleOf wrote it
	if strings.HasPrefix(what, "file") {
		return -1, n
	}
	return n, -1
}

// Summary is the receipt: what was read, and whether it was all.
func (s *Search) Summary() (sum leak.Summary, skips []leak.Skip) {
	skips = s.skips
	if s.leftOut > 0 {
		skips = append(skips, leak.Skip{Reason: leak.SkipTooLarge, Origin: leak.Origin{Kind: leak.KindFile}, Count: s.leftOut, Detail: "further places, which are too many to be named"})
	}
	if s.unnamed > 0 {
		skips = append(skips, leak.Skip{Reason: leak.SkipUnreadable, Origin: leak.Origin{Kind: leak.KindFile}, Count: s.unnamed, Detail: "further ones, which are too many to be named"})
	}
	slices.SortStableFunc(skips, func(a, b leak.Skip) int {
		x, y := &a.Origin, &b.Origin
		return cmp.Or(cmp.Compare(a.Reason, b.Reason), cmp.Compare(x.Repo, y.Repo), cmp.Compare(x.Path, y.Path), cmp.Compare(x.Object, y.Object), cmp.Compare(x.Ref, y.Ref), cmp.Compare(a.Detail, b.Detail))
	})
	for _, sk := range skips {
		if !sk.Expected {
			sum.Skips += max(sk.Count, 1)
		}
	}
	sum.Complete, sum.Bytes = sum.Skips == 0, s.bytes
	for _, n := range s.counts {
		sum.Objects = append(sum.Objects, *n)
	}
	slices.SortFunc(sum.Objects, func(a, b leak.ObjectCount) int { return strings.Compare(a.Type, b.Type) })
	return sum, skips
}
