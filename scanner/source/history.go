package source

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/history"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// History is everything that a repository holds: every object of its store,
// reachable or not, the names of files and refs, and the reflogs.
type History struct {
	Repo         *gitdir.Repo
	Store        *objects.Store // of Repo
	Module       string         // path of a submodule's repository below CommonDir, "" for the repository itself
	MaxSize      int64
	AllowShallow bool // a shallow boundary is what the user wanted

	sink    Sink
	refs    []gitdir.Ref
	reflog  map[objects.ID]bool
	stash   map[objects.ID]bool        // those of the reflog that are entries of the stash
	indexed map[objects.ID][]indexedAt // in the index of some worktree
	listed  []string                   // all paths there
	links   []string                   // those of submodules
	staged  map[string]bool            // paths there whose last name no tree has
	graph   *history.Graph
	reached []bool              // commits that refs reach, as the graph has it
	places  []history.Place     // of all that was found
	files   map[string]bool     // paths of what was scanned of the git directory itself
	lfs     map[string][]uint32 // of these, the LFS objects, with their pointers
	modules []*History
}

// Scan implements Source.
func (h *History) Scan(ctx context.Context, jobs int, sink Sink) error {
	h.sink = sink
	w := &historyWalk{h: h, sink: sink, problems: map[objects.ID]bool{}, hits: make([][]uint32, jobs), pointers: make([][]pointer, jobs), identities: make([]map[string]identity, jobs)}
	h.readRefs(w) // before the objects are listed: what refs name is there before they do
	for _, p := range h.Store.Problems() {
		w.Problem(0, p)
	}
	if err := h.scanFiles(ctx, jobs, sink); err != nil {
		w.stopped(err)
		return err
	}
	sink.Total(h.Store.Size())
	if err := h.Store.Walk(ctx, jobs, w.blobs(), objects.Blob); err != nil {
		w.stopped(err)
		return err
	}
	if err := h.walkGraph(ctx, jobs, w); err != nil {
		w.stopped(err)
		return err
	}
	return h.scanModules(ctx, jobs, sink)
}

// Close frees what Scan opened. Nothing of the source may be used after it.
func (h *History) Close() {
	for _, m := range h.modules {
		m.Store.Close()
	}
}

func (h *History) scanModules(ctx context.Context, jobs int, sink Sink) error {
	if h.Module != "" {
		return nil
	}
	paths, bad := h.Repo.Modules()
	for _, err := range bad {
		sink.Skip(leak.Skip{Reason: leak.SkipUnreadable, Origin: leak.Origin{Kind: leak.KindFile}, Detail: err.Error()})
	}
	for _, path := range paths {
		err := h.scanModule(ctx, jobs, path, sink)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			sink.Skip(leak.Skip{Reason: skipReasonOf(err), Origin: leak.Origin{Kind: leak.KindFile, Repo: path}, Detail: err.Error()})
		}
	}
	return nil
}

func (h *History) scanModule(ctx context.Context, jobs int, path string, sink Sink) error {
	repo, err := h.Repo.OpenModule(path)
	if err != nil {
		return err
	}
	store, err := OpenStore(repo, h.MaxSize, nil)
	if err != nil {
		return err
	}
	m := &History{Repo: repo, Store: store, Module: path, MaxSize: h.MaxSize, AllowShallow: h.AllowShallow}
	h.modules = append(h.modules, m)
	return m.Scan(ctx, jobs, sink)
}

func skipReasonOf(err error) leak.SkipReason {
	var (
		unsupported *gitdir.UnsupportedError
		outside     *gitdir.OutsideError
		notLinked   *gitdir.NotLinkedError
	)
	switch {
	case errors.As(err, &unsupported):
		return leak.SkipUnsupported
	case errors.As(err, &outside), errors.As(err, &notLinked):
		return leak.SkipOutside
	}
	return leak.SkipUnreadable
}

// outside names objects that are not read because of where they are.
func outside(p objects.Problem, module string) leak.Skip {
	return leak.Skip{Reason: leak.SkipOutside, Origin: leak.Origin{Kind: leak.KindFile, Repo: module}, Detail: p.Path + ": " + p.Err.Error() + "; --trust-config reads it"}
}

// readRefs lists refs, reflogs and indexes, and scans the names and messages in
// them.
func (h *History) readRefs(w *historyWalk) {
	if err := h.Repo.RefStorage(); err != nil {
		w.sink.Skip(leak.Skip{Reason: leak.SkipUnsupported, Origin: leak.Origin{Kind: leak.KindRef, Repo: h.Module},
			Detail: err.Error() + ": no ref and no reflog was read, and findings do not say which hold them"})
	}
	var bad []gitdir.BadRef
	h.refs, bad = h.Repo.Refs()
	for _, ref := range h.refs {
		w.sink.Unit(0, leak.Unit{Origin: leak.Origin{Kind: leak.KindRef, Repo: h.Module, Ref: ref.Name, Object: ref.ID.String()}, Data: []byte(ref.Name)})
	}
	h.reflog, h.stash = map[objects.ID]bool{}, map[objects.ID]bool{}
	lines := 0
	bad = append(bad, h.Repo.Reflogs(func(l gitdir.Reflog) {
		lines++
		for _, id := range []objects.ID{l.Old, l.New} {
			if !id.IsZero() {
				h.reflog[id] = true
				if l.Ref == "refs/stash" {
					h.stash[id] = true
				}
			}
		}
		w.sink.Unit(0, leak.Unit{Origin: leak.Origin{Kind: leak.KindReflog, Repo: h.Module, Ref: l.Ref, Object: objectName(l.New)}, Data: []byte(l.Text)})
	})...)
	w.sink.Count("ref", len(h.refs)+len(bad), len(h.refs))
	w.sink.Count("reflog", lines, lines)
	for _, b := range bad {
		s := leak.Skip{Reason: leak.SkipCorrupt, Origin: leak.Origin{Kind: leak.KindRef, Repo: h.Module, Ref: b.Name}, Detail: b.Err.Error()}
		switch {
		case skipReasonOf(b.Err) == leak.SkipOutside:
			s.Reason = leak.SkipOutside
		case (objects.Problem{Err: b.Err}).Unreadable():
			s.Reason = leak.SkipUnreadable
		}
		w.sink.Skip(s)
	}
	h.readIndexes(w)
}

func objectName(id objects.ID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

// historyWalk is what the walks share.
type historyWalk struct {
	h    *History
	sink Sink
	hits [][]uint32 // blobs with findings, by worker

	pointers [][]pointer // of LFS, by worker

	mu         sync.Mutex
	problems   map[objects.ID]bool
	recorder   *history.Recorder
	identities []map[string]identity
}

// identity is a name and address and the commit or tag that has it and comes
// first by date and id, so that the same one is reported whichever worker saw
// which first.
type identity struct {
	date   int64
	object objects.ID
}

// Problem implements objects.Visitor.
func (w *historyWalk) Problem(_ int, p objects.Problem) {
	w.mu.Lock()
	dup := !p.ID.IsZero() && w.problems[p.ID]
	w.problems[p.ID] = true
	w.mu.Unlock()
	if dup {
		return
	}
	if p.Outside() {
		w.sink.Skip(outside(p, w.h.Module))
		return
	}
	s := leak.Skip{Reason: leak.SkipCorrupt, Origin: leak.Origin{Kind: leak.KindFile, Repo: w.h.Module}, Detail: p.Err.Error()}
	switch {
	case p.TooLarge():
		s.Reason = leak.SkipTooLarge
	case p.Missing():
		s.Reason = leak.SkipMissing
	case p.Unreadable():
		s.Reason = leak.SkipUnreadable
	}
	if p.ID.IsZero() {
		s.Detail = p.Path + ": " + s.Detail
	} else {
		s.Origin.Object = p.ID.String()
		w.sink.Count(p.Type.String(), 1, 0)
	}
	w.sink.Skip(s)
}

// Passed implements objects.ProgressVisitor.
func (w *historyWalk) Passed(bytes int64) { w.sink.Done(bytes) }

func (w *historyWalk) stopped(err error) {
	w.sink.Skip(leak.Skip{Reason: leak.SkipInterrupted, Origin: leak.Origin{Kind: leak.KindFile, Repo: w.h.Module}, Detail: "the scan was stopped before it had read every object"})
}

// blobs returns the visitor that scans blobs, by their deltas if the sink can.
func (w *historyWalk) blobs() objects.Visitor {
	if sink, ok := w.sink.(DeltaSink); ok {
		return deltaVisitor{blobVisitor{w}, sink}
	}
	return blobVisitor{w}
}

// blobVisitor scans blobs.
type blobVisitor struct{ *historyWalk }

// Visit implements objects.Visitor.
func (w blobVisitor) Visit(worker int, o objects.Object) {
	w.scanned(worker, o, w.sink.Unit(worker, w.unit(o)))
}

func (w blobVisitor) unit(o objects.Object) leak.Unit {
	return leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Repo: w.h.Module, Object: o.ID.String()}, Data: o.Data}
}

func (w blobVisitor) scanned(worker int, o objects.Object, findings int) {
	if findings > 0 {
		w.hits[worker] = append(w.hits[worker], o.Num)
	}
	w.point(worker, o)
	w.sink.Count("blob", 1, 1)
}

// deltaVisitor scans of a blob what it has not of its base.
type deltaVisitor struct {
	blobVisitor
	deltas DeltaSink
}

// VisitDelta implements objects.DeltaVisitor.
func (w deltaVisitor) VisitDelta(worker int, o objects.Object, d *leak.Delta) any {
	trace, findings := w.deltas.Delta(worker, w.unit(o), d)
	w.scanned(worker, o, findings)
	return trace
}

// walkGraph reads commits, tags and trees: their text is scanned and the graph
// recorded.
func (h *History) walkGraph(ctx context.Context, jobs int, w *historyWalk) error {
	wanted := map[uint32]bool{}
	for _, nums := range w.hits {
		for _, n := range nums {
			wanted[n] = true
		}
	}
	pointers := w.missingLFS(wanted)
	if len(pointers) <= maxNamedMissing {
		for _, p := range pointers {
			wanted[p.blob] = true
		}
	}
	for i := range w.identities {
		w.identities[i] = map[string]identity{}
	}
	w.recorder = history.NewRecorder(h.Store, jobs, wanted, w.name)
	if err := h.Store.Walk(ctx, jobs, graphVisitor{w}, objects.Commit, objects.Tag, objects.Tree); err != nil {
		return err
	}
	shallow, err := h.Repo.Shallow()
	if err != nil {
		w.sink.Skip(leak.Skip{Reason: leak.SkipUnreadable, Origin: leak.Origin{Kind: leak.KindFile, Repo: h.Module}, Detail: err.Error()})
	}
	var lost, bad []objects.ID
	h.graph, lost, bad = w.recorder.Graph(shallow)
	for _, id := range bad {
		w.sink.Skip(leak.Skip{Reason: leak.SkipCorrupt, Origin: leak.Origin{Kind: leak.KindPath, Repo: h.Module, Object: id.String()}, Detail: "tree cannot be read to its end"})
	}
	h.reached = h.graph.Reach(h.tips())
	var whole bool
	if h.places, whole = h.graph.Places(h.reached); !whole {
		w.sink.Skip(leak.Skip{Reason: leak.SkipTooLarge, Origin: leak.Origin{Kind: leak.KindPath, Repo: h.Module}, Detail: "trees nested more than " +
			strconv.Itoa(history.MaxDepth) + " deep, or with millions of paths: not every path is looked at, nor named where a finding is"})
	}
	w.missing(lost)
	w.skipLFS(pointers)
	w.submodules()
	for _, id := range shallow {
		w.sink.Skip(leak.Skip{Reason: leak.SkipShallow, Origin: leak.Origin{Kind: leak.KindCommitMessage, Repo: h.Module, Object: id.String()},
			Detail: "shallow clone: the history before this commit is not here", Expected: h.AllowShallow})
	}
	w.scanIdentities()
	w.scanPaths()
	w.scanIndexNames()
	return nil
}

// graphVisitor scans and records commits, tags and trees.
type graphVisitor struct{ *historyWalk }

// Visit implements objects.Visitor.
func (w graphVisitor) Visit(worker int, o objects.Object) { w.VisitDelta(worker, o, nil) }

// VisitDelta implements objects.DeltaVisitor.
func (w graphVisitor) VisitDelta(worker int, o objects.Object, d *leak.Delta) (note any) {
	log := w.recorder.Worker(worker)
	switch o.Type {
	case objects.Commit:
		c := objects.ParseLinks(o.Data)
		log.Commit(o.Num, &c)
		w.message(worker, leak.KindCommitMessage, o)
	case objects.Tag:
		log.Tag(o.Num, o.Data)
		w.message(worker, leak.KindTagMessage, o)
	case objects.Tree:
		note = log.Tree(o.Num, o.Data, d)
	}
	w.sink.Count(o.Type.String(), 1, 1)
	return note
}

// name scans the name of a file or folder, each once. The finding itself is left
// to Attribute, which makes one of it for each path.
func (w *historyWalk) name(worker int, name []byte) (want history.Want) {
	u := leak.Unit{Origin: leak.Origin{Kind: leak.KindPath, Repo: w.h.Module, Path: string(name)}, Data: name}
	want.Name = w.sink.Unit(worker, u) > 0
	if s, ok := w.sink.(PathSink); ok {
		want.File = s.WantsPath(name)
	}
	return want
}

// scanPaths scans the paths that files of a wanted name have had, and those of
// the index.
func (w *historyWalk) scanPaths() {
	s, ok := w.sink.(PathSink)
	if !ok {
		return
	}
	paths := map[string]bool{}
	for _, p := range w.h.places {
		if p.Kind == history.File {
			paths[p.Path] = true
		}
	}
	for _, at := range w.h.indexed {
		for _, at := range at {
			if s.WantsPath([]byte(lastName(at.path))) {
				paths[at.path] = true
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		s.Unit(0, leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Repo: w.h.Module, Path: path}})
	}
}

// lastName is what stands behind the last slash of a path.
func lastName(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// message scans the message and the headers of a commit or tag. Identities are
// scanned later, each once.
func (w *historyWalk) message(worker int, kind leak.Kind, o objects.Object) {
	t := textsOf(o.Data)
	origin := leak.Origin{Kind: kind, Repo: w.h.Module, Object: o.ID.String()}
	if len(t.message) > 0 {
		w.sink.Unit(worker, leak.Unit{Origin: origin, Data: t.message})
	}
	for _, id := range t.people {
		w.identity(worker, id, o.ID)
	}
	if len(t.headers) > 0 {
		origin.Kind = leak.KindHeader
		w.sink.Unit(worker, leak.Unit{Origin: origin, Data: t.headers})
	}
}

func (w *historyWalk) identity(worker int, id objects.RawIdentity, object objects.ID) {
	at := identity{id.Seconds, object}
	var room [128]byte
	who := appendWho(room[:0], id)
	old, ok := w.identities[worker][string(who)]
	if !ok || at.before(old) {
		w.identities[worker][string(who)] = at
	}
}

func (a identity) before(b identity) bool {
	if a.date != b.date {
		return a.date < b.date
	}
	return a.object.Compare(b.object) < 0
}

// scanIdentities scans each identity once, in an order that is the same in every
// run: two of one commit may differ in nothing that findings are sorted by.
func (w *historyWalk) scanIdentities() {
	all := map[string]identity{}
	for _, m := range w.identities {
		for who, at := range m {
			if old, ok := all[who]; !ok || at.before(old) {
				all[who] = at
			}
		}
	}
	for _, who := range slices.Sorted(maps.Keys(all)) {
		w.sink.Unit(0, leak.Unit{Origin: leak.Origin{Kind: leak.KindIdentity, Repo: w.h.Module, Object: all[who].object.String()}, Data: []byte(who)})
	}
}

// maxNamedMissing is how many missing objects are named one by one; a partial
// clone lacks all but a few.
const maxNamedMissing = 1000

// missing reports the objects that something names and that are not there.
func (w *historyWalk) missing(lost []objects.ID) {
	ids, first := w.h.graph.Missing()
	paths := map[uint32]string{}
	if len(ids) > 0 && len(ids) <= maxNamedMissing {
		for _, p := range w.h.places {
			if p.Num >= first && p.Kind != history.Name && p.Kind != history.Module {
				if _, ok := paths[p.Num]; !ok {
					paths[p.Num] = p.Path
				}
			}
		}
	}
	type gone struct {
		id   objects.ID
		path string
	}
	var all []gone
	seen := map[objects.ID]bool{}
	add := func(id objects.ID, path string) {
		if !seen[id] && !w.problems[id] && !id.IsZero() {
			seen[id] = true
			all = append(all, gone{id, path})
		}
	}
	for i, id := range ids {
		add(id, paths[first+uint32(i)])
	}
	for _, id := range lost {
		add(id, "")
	}
	for _, ref := range w.h.refs {
		if _, ok := w.h.Store.Find(ref.ID.Bytes()); !ok {
			add(ref.ID, "")
		}
	}
	for id, at := range w.h.indexed {
		if _, ok := w.h.Store.Find(id.Bytes()); !ok {
			add(id, at[0].path)
		}
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].path != all[j].path {
			return all[i].path < all[j].path
		}
		return all[i].id.Compare(all[j].id) < 0
	})
	w.sink.Count("missing", len(all), 0)
	for i, g := range all {
		if i == maxNamedMissing {
			w.sink.Skip(leak.Skip{Reason: leak.SkipMissing, Origin: leak.Origin{Kind: leak.KindFile, Repo: w.h.Module}, Count: len(all) - i,
				Detail: "further objects that the repository lacks; is it a partial clone? `git fetch --refetch` gets them"})
			break
		}
		w.sink.Skip(leak.Skip{Reason: leak.SkipMissing, Origin: leak.Origin{Kind: leak.KindFile, Repo: w.h.Module, Path: g.path, Object: g.id.String()},
			Detail: "the repository names this object and lacks it"})
	}
}

// tips returns what the refs name.
func (h *History) tips() []objects.ID {
	ids := make([]objects.ID, len(h.refs))
	for i, r := range h.refs {
		ids[i] = r.ID
	}
	return ids
}
