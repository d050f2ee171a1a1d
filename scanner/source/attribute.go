package source

import (
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/internal/history"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// maxPlaced is how many findings at paths are told apart; of more than that each has
// one of its paths. A blob may have many findings and stand at many paths.
const maxPlaced = 1 << 18

const tooManyPaths = "further paths of findings, of which there are too many in all"

// maxRefs is how many refs a finding names; RefCount says how many there are.
const maxRefs = 10

// Of a finding that stands in many versions, so many are asked for their authors,
// and so many authors are named.
const maxFirsts, maxAuthors = 64, 10

// Attribute implements Attributor. A finding in a blob becomes one for each path
// that the blob has had. Findings of one rule and secret at one path, in however
// many versions, become those of the version that came first.
func (h *History) Attribute(findings []leak.Finding) []leak.Finding {
	own := map[string][]leak.Finding{}
	for _, f := range findings {
		own[f.Origin.Repo] = append(own[f.Origin.Repo], f)
	}
	out := h.attribute(own[h.Module])
	for _, m := range h.modules {
		out = append(out, m.attribute(own[m.Module])...)
	}
	return out
}

func (h *History) attribute(findings []leak.Finding) []leak.Finding {
	if len(findings) == 0 {
		return nil
	}
	if h.graph == nil { // interrupted before there was one
		return unplaced(findings)
	}
	a := newAttribution(h)
	var placed []placedFinding
	for _, f := range h.withoutEchoes(findings) {
		a.room = max(maxPlaced-len(placed), 1)
		placed = append(placed, a.place(f)...)
	}
	if a.left > 0 {
		h.sink.Skip(leak.Skip{Reason: leak.SkipTooLarge, Origin: leak.Origin{Kind: leak.KindPath, Repo: h.Module}, Count: a.left,
			Detail: tooManyPaths})
	}
	merged := a.merge(placed)
	a.describe(merged)
	out := make([]leak.Finding, len(merged))
	for i := range merged {
		out[i] = merged[i].Finding
	}
	return out
}

func newAttribution(h *History) *attribution {
	a := &attribution{h: h, g: h.graph, reached: h.reached, refs: map[int32][]string{}, remotes: map[int32][]string{}, counts: map[int32]int{}, tags: map[int32]int{}, info: map[objects.ID]*leak.Commit{}}
	a.byNum = map[uint32][]history.Place{}
	a.byName, a.byFile = map[string][]history.Place{}, map[string][]history.Place{}
	for _, p := range h.places {
		switch p.Kind {
		case history.Module:
		case history.Name:
			a.byName[lastName(p.Path)] = append(a.byName[lastName(p.Path)], p)
		case history.File:
			a.byFile[p.Path] = append(a.byFile[p.Path], p)
		default:
			a.byNum[p.Num] = append(a.byNum[p.Num], p)
		}
	}
	if id, _, err := h.Repo.Head(); err == nil {
		a.head = a.g.Holds(id)
	}
	a.stashed = a.g.Reach(ids(h.stash))
	a.heldByLog = a.g.Reach(ids(h.reflog))
	a.nameObjects()
	return a
}

// nameObjects notes which refs lead to objects other than through a commit: tags
// themselves, blobs, and what stands in trees.
func (a *attribution) nameObjects() {
	a.named = map[objects.ID][]string{}
	for _, r := range a.h.refs {
		chain := a.g.Chain(r.ID)
		for _, id := range chain {
			a.named[id] = append(a.named[id], r.Name)
		}
		end := chain[len(chain)-1]
		if _, ok := a.g.Commit(end); ok {
			continue
		}
		seen := map[uint32]bool{}
		for held := range a.g.Holds(end) {
			if !seen[held.Num] {
				seen[held.Num] = true
				id := a.g.ObjectID(held.Num)
				a.named[id] = append(a.named[id], r.Name)
			}
		}
	}
}

// withoutEchoes drops findings that repeat what is reported of a commit or tag
// itself, its message or who made it, in lines of reflogs and in the messages that
// git keeps in files; and names of refs in the list that git makes for web servers.
// Once the commit or ref is gone, they are what still has it.
func (h *History) withoutEchoes(findings []leak.Finding) []leak.Finding {
	type key struct {
		of           leak.Kind
		rule, secret string
	}
	said := map[key]bool{}
	for _, f := range findings {
		switch f.Origin.Kind {
		case leak.KindCommitMessage, leak.KindTagMessage, leak.KindIdentity:
			said[key{leak.KindCommitMessage, f.Rule, f.Secret.Reveal()}] = true
		case leak.KindRef:
			said[key{leak.KindRef, f.Rule, f.Secret.Reveal()}] = true
		}
	}
	out := make([]leak.Finding, 0, len(findings))
	for _, f := range findings {
		if !said[key{h.echoes(&f), f.Rule, f.Secret.Reveal()}] {
			out = append(out, f)
		}
	}
	return out
}

// echoes says what a finding may repeat: KindCommitMessage, KindRef or nothing.
func (h *History) echoes(f *leak.Finding) leak.Kind {
	switch {
	case f.Origin.Kind == leak.KindReflog, h.files[f.Origin.Path] && messageFile(f.Origin.Path):
		return leak.KindCommitMessage
	case h.files[f.Origin.Path] && f.Origin.Path == ".git/info/refs":
		return leak.KindRef
	}
	return ""
}

func ids(set map[objects.ID]bool) []objects.ID {
	out := make([]objects.ID, 0, len(set))
	for id := range set {
		out = append(out, id)
	}
	return out
}

// attribution is what placing the findings of one repository needs.
type attribution struct {
	h         *History
	g         *history.Graph
	reached   []bool
	stashed   []bool // by the stash's reflog, which is all that holds its older entries
	heldByLog []bool
	byNum     map[uint32][]history.Place
	byName    map[string][]history.Place
	byFile    map[string][]history.Place
	head      map[history.Held]bool
	named     map[objects.ID][]string // refs, see nameObjects
	refs      map[int32][]string
	remotes   map[int32][]string
	counts    map[int32]int
	tags      map[int32]int // of the refs
	info      map[objects.ID]*leak.Commit
	room      int // places that the next finding may have
	left      int // places that were left out
}

// some returns as many places as there is room for.
func some[T any](a *attribution, places []T) []T {
	if len(places) > a.room {
		a.left += len(places) - a.room
		places = places[:a.room]
	}
	return places
}

// nowhere is a finding that stands in no commit.
func nowhere(f leak.Finding) placedFinding { return placedFinding{Finding: f, first: -1, last: -1} }

// placedFinding is a finding with the commits it stands in.
type placedFinding struct {
	leak.Finding
	first, last int32   // -1: none
	firsts      []int32 // of all versions of a merged finding, each once, the first few
}

// place returns the finding at each of its places.
func (a *attribution) place(f leak.Finding) []placedFinding {
	switch f.Origin.Kind {
	case leak.KindRef, leak.KindReflog:
		return []placedFinding{nowhere(f)}
	case leak.KindPath:
		return a.placeName(f)
	case leak.KindFile, leak.KindSymlink:
		switch {
		case f.Origin.Object != "":
		case a.h.files[f.Origin.Path]:
			return a.placeInGit(f)
		default:
			return a.placeFile(f)
		}
	}
	id, err := objects.ParseID(f.Origin.Object)
	if err != nil {
		return []placedFinding{nowhere(f)}
	}
	if f.Origin.Kind != leak.KindFile {
		if i, ok := a.g.Commit(id); ok {
			return []placedFinding{{Finding: f, first: i, last: i}}
		}
		return []placedFinding{a.withoutCommit(f, id)}
	}
	num, _ := a.h.Store.Find(id.Bytes())
	var out []placedFinding
	for _, p := range some(a, a.byNum[num]) {
		out = append(out, a.at(f, p))
	}
	if len(out) > 0 {
		return out
	}
	for _, at := range some(a, a.h.indexed[id]) {
		g := f
		g.Origin.Path = at.path
		if at.link {
			g.Origin.Kind = leak.KindSymlink
		}
		g.Exposure.HeldBy = []string{"index"}
		out = append(out, nowhere(g))
	}
	if len(out) == 0 {
		out = append(out, a.withoutCommit(f, id))
	}
	return out
}

// placeInGit returns a finding in a file of the git directory: where it is, or where
// the pointers stand of what is an LFS object.
func (a *attribution) placeInGit(f leak.Finding) (out []placedFinding) {
	for _, blob := range a.h.lfs[f.Origin.Path] {
		g := f
		g.Origin.Path, g.Origin.Object = "", a.g.ObjectID(blob).String()
		out = append(out, a.place(g)...)
	}
	if len(out) == 0 {
		out = append(out, nowhere(f))
	}
	return out
}

// at returns a finding in a file, or of a file, at one of its places.
func (a *attribution) at(f leak.Finding, p history.Place) placedFinding {
	f.Origin.Path = p.Path
	id := a.g.ObjectID(p.Num)
	f.Origin.Object = id.String()
	if p.Kind == history.Link {
		f.Origin.Kind = leak.KindSymlink
	}
	f.Exposure.AtHead = a.head[history.Held{Path: p.Path, Num: p.Num}]
	if p.First < 0 {
		return a.withoutCommit(f, id)
	}
	return placedFinding{Finding: f, first: p.First, last: p.Last}
}

// placeFile returns the finding that a path is, for each version of the file.
func (a *attribution) placeFile(f leak.Finding) (out []placedFinding) {
	for _, p := range some(a, a.byFile[f.Origin.Path]) {
		out = append(out, a.at(f, p))
	}
	if len(out) == 0 {
		f.Exposure.HeldBy = []string{"index"}
		out = append(out, nowhere(f))
	}
	return out
}

// placeName returns a finding in a name once for each path that ends in it.
func (a *attribution) placeName(f leak.Finding) (out []placedFinding) {
	for _, p := range some(a, a.byName[f.Origin.Path]) {
		g := f
		shift := int64(len(p.Path) - len(f.Origin.Path))
		g.Origin.Path = p.Path
		g.Start.Offset += shift
		g.End.Offset += shift
		g.Exposure.AtHead = a.head[history.Held{Path: p.Path, Num: p.Num}]
		out = append(out, placedFinding{Finding: g, first: p.First, last: p.Last})
	}
	if len(out) == 0 {
		if a.h.staged[f.Origin.Path] {
			shift := int64(len(f.Origin.Path) - len(lastName(f.Origin.Path)))
			f.Start.Offset += shift
			f.End.Offset += shift
			f.Exposure.HeldBy = []string{"index"}
		}
		out = append(out, nowhere(f))
	}
	return out
}

// withoutCommit says how an object is held that stands in no commit's tree: by
// a ref of its own, the index, or nothing.
func (a *attribution) withoutCommit(f leak.Finding, id objects.ID) placedFinding {
	f.Exposure.Refs = append(f.Exposure.Refs, a.named[id]...)
	switch {
	case len(f.Exposure.Refs) > 0:
	case len(a.h.indexed[id]) > 0:
		f.Exposure.HeldBy = []string{"index"}
	default:
		f.Exposure.HeldBy = a.byNothing()
	}
	return nowhere(f)
}

// merge makes of all findings of one rule and secret at one path those of the
// version that came first, and counts the versions.
func (a *attribution) merge(placed []placedFinding) []placedFinding {
	type group struct {
		best     *placedFinding
		last     int32
		atHead   bool
		versions map[string]bool
		firsts   []int32
	}
	groups := map[keyed]*group{}
	for i := range placed {
		f := &placed[i]
		g := groups[keyOf(&f.Finding)]
		if g == nil {
			g = &group{last: -1, versions: map[string]bool{}}
			groups[keyOf(&f.Finding)] = g
		}
		if g.best == nil || a.comesFirst(f, g.best) {
			g.best = f
		}
		if f.last >= 0 && (g.last < 0 || a.g.Newer(f.last, g.last, a.reached)) {
			g.last = f.last
		}
		g.atHead = g.atHead || f.Exposure.AtHead
		g.versions[f.Origin.Object] = true
		if f.first >= 0 && len(g.firsts) < maxFirsts && !slices.Contains(g.firsts, f.first) {
			g.firsts = append(g.firsts, f.first)
		}
	}
	var out []placedFinding
	seen := map[string]bool{}
	for i := range placed {
		f := placed[i]
		g := groups[keyOf(&f.Finding)]
		if f.Origin.Object != g.best.Origin.Object || f.first != g.best.first {
			continue
		}
		id := string(f.Origin.Kind) + "\x00" + f.Origin.Object + "\x00" + f.Origin.Path + "\x00" + f.Origin.Ref + "\x00" + f.Rule + "\x00" + f.Line + "\x00" + f.Secret.Reveal()
		if seen[id] && f.Origin.Kind != leak.KindFile {
			continue // the same line again, as a rebase leaves in a reflog
		}
		seen[id] = true
		f.last, f.firsts = g.last, g.firsts
		f.Exposure.AtHead = g.atHead
		f.Exposure.Occurrences = len(g.versions)
		out = append(out, f)
	}
	return out
}

// comesFirst orders the versions of a secret at a path.
func (a *attribution) comesFirst(x, y *placedFinding) bool {
	if (x.first < 0) != (y.first < 0) {
		return x.first >= 0
	}
	if x.first >= 0 && x.first != y.first {
		return a.g.Before(x.first, y.first, a.reached)
	}
	if x.Origin.Object != y.Origin.Object {
		return x.Origin.Object < y.Origin.Object
	}
	return x.Start.Offset < y.Start.Offset
}

// byNothing says how an object is held that no ref or reflog reaches, if these
// could be read.
func (a *attribution) byNothing() []string {
	if a.h.Repo.RefStorage() != nil {
		return nil
	}
	return []string{"dangling"}
}

// describe fills in commits and refs.
func (a *attribution) describe(fs []placedFinding) {
	a.findRefs(fs)
	for i := range fs {
		f := &fs[i]
		e := &f.Exposure
		if f.first >= 0 {
			e.First = a.commit(a.g.CommitID(f.first))
			e.Refs, e.RefCount, e.Remotes, e.Tags = a.refs[f.first], a.counts[f.first], a.remotes[f.first], a.tags[f.first]
			switch {
			case a.reached[f.first]:
			case a.stashed[f.first]:
				e.HeldBy = []string{"stash"}
			case a.heldByLog[f.first]:
				e.HeldBy = []string{"reflog"}
			default:
				e.HeldBy = a.byNothing()
			}
		}
		if f.last >= 0 && f.last != f.first {
			e.Last = a.commit(a.g.CommitID(f.last))
		}
		e.Authors = a.authors(f.firsts)
		sort.Strings(e.Refs)
	}
}

// authors are those of commits, sorted, each once.
func (a *attribution) authors(commits []int32) (names []string) {
	for _, i := range commits {
		c := a.commit(a.g.CommitID(i))
		name := strings.TrimSpace(c.Author)
		if c.Email != "" {
			name = strings.TrimSpace(name + " <" + c.Email + ">")
		}
		if name != "" && !slices.Contains(names, name) && len(names) < maxAuthors {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// findRefs finds the refs that reach the first commits of all findings at once.
func (a *attribution) findRefs(fs []placedFinding) {
	var commits []int32
	seen := map[int32]bool{}
	for _, f := range fs {
		if f.first >= 0 && !seen[f.first] && a.reached[f.first] {
			seen[f.first] = true
			commits = append(commits, f.first)
		}
	}
	for i, tips := range a.g.ReachedBy(commits, a.h.tips()) {
		a.counts[commits[i]] = len(tips)
		var names []string
		for _, t := range tips[:min(len(tips), maxRefs)] {
			names = append(names, a.h.refs[t].Name)
		}
		a.refs[commits[i]] = names
		a.remotes[commits[i]] = a.remotesOf(tips)
		for _, t := range tips {
			if strings.HasPrefix(a.h.refs[t].Name, "refs/tags/") {
				a.tags[commits[i]]++
			}
		}
	}
}

// remotesOf returns the remotes that have a tracking ref among tips, sorted.
func (a *attribution) remotesOf(tips []int) (remotes []string) {
	if len(tips) > 0 {
		remotes = a.h.Repo.Mirrored()
	}
	for _, t := range tips {
		name, ok := strings.CutPrefix(a.h.refs[t].Name, "refs/remotes/")
		if name, _, _ = strings.Cut(name, "/"); ok && len(remotes) < maxRefs && !slices.Contains(remotes, name) {
			remotes = append(remotes, name)
		}
	}
	slices.Sort(remotes)
	return remotes
}

// other returns the date of a commit if it is another than the author's.
func other(committed, authored time.Time) time.Time {
	if committed.Equal(authored) {
		return time.Time{}
	}
	return committed
}

// commit reads what a report says of a commit, once each.
func (a *attribution) commit(id objects.ID) *leak.Commit {
	if c, ok := a.info[id]; ok {
		return c
	}
	info, err := a.g.Info(id)
	c := &leak.Commit{ID: id.String()}
	if err == nil {
		c.Author, c.Email, c.Date, c.Message = info.Name, info.Email, info.Date, firstLine(info.Message)
		c.Committed = other(info.Committed, info.Date)
	}
	a.info[id] = c
	return c
}
