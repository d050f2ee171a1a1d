package cleanup

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Repository is what a plan has to know of the repository.
type Repository struct {
	Top       string // the folder to work in: the main working tree, or the repository if it is bare
	GitDir    string // the common git directory
	Branch    string // full name of the branch that HEAD names, "" for none
	Remote    bool   // it has a remote "origin"
	Notes     bool   // it has refs/notes
	Borrows   bool   // it has objects of other repositories
	Kept      bool   // it has packs with a .keep or .promisor, which `git gc` leaves alone
	Unlisted  bool   // its refs cannot be read
	Worktrees []Worktree
}

// Worktree is a linked working tree.
type Worktree struct {
	Path     string
	GitDir   string // below Repository.GitDir
	Detached string // the commit that its HEAD names; "" if that names a branch
}

// Plan is what takes a Target out of a repository.
type Plan struct {
	Target *Target
	Counts []Counts // of Target.Secrets, then of Target.Files
	Repo   Repository

	text, messages, binary, people, names map[string]spelling // what stands where, by its text
	whole                                 map[int]bool        // secrets of several lines in text
	numbers                               map[string]int      // the secret that a text is of
	pointers                              []string            // ids of LFS objects
	refs                                  []rename
	byHand                                []string // places that no command cleans, in words
	remove                                []string // files of the git directory
	stashLog                              bool
	headers                               bool
	reached                               bool // a ref or stash leads to some of it
	modules                               []string
}

// Format implements fmt.Formatter: what is replaced is not printed by accident.
func (p *Plan) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "a plan") }

// rename is a ref that gets another name.
type rename struct{ old, new, object string }

// Counts says where one secret stands.
type Counts struct {
	Blobs, Messages, Identities, Paths, Refs, Reflogs, Files int
	How                                                      []string // other spellings than its own, sorted
}

// replaced is what stands where a secret was; git filter-repo's own default. In names
// it is nameReplaced, without characters that are special to a shell or file system.
const (
	replaced     = "***REMOVED***"
	nameReplaced = "REMOVED"
)

// NewPlan makes the plan for what a Search found. placed are its Findings as the
// source attributed them.
func NewPlan(t *Target, hits []Hit, placed []leak.Finding, repo Repository) *Plan {
	p := &Plan{Target: t, Repo: repo, Counts: make([]Counts, len(t.Secrets)+len(t.Files)), whole: map[int]bool{}, numbers: map[string]int{},
		text: map[string]spelling{}, messages: map[string]spelling{}, binary: map[string]spelling{}, people: map[string]spelling{}, names: map[string]spelling{}}
	p.modules = slices.Clone(t.Modules)
	byRef := map[string][]*Hit{}
	counted := map[string]bool{}
	for i := range hits {
		h := &hits[i]
		if h.Origin.Repo != "" {
			p.modules = with(p.modules, h.Origin.Repo)
			continue
		}
		p.count(h, counted)
		if h.File >= 0 {
			continue // by its path
		}
		if _, ok := p.numbers[h.text()]; !ok {
			p.numbers[h.text()] = h.Secret
		}
		if h.Origin.Kind == leak.KindRef {
			byRef[h.Origin.Ref] = append(byRef[h.Origin.Ref], h)
			continue
		}
		p.add(h)
	}
	for _, ref := range slices.Sorted(maps.Keys(byRef)) {
		p.rename(byRef[ref])
	}
	p.reach(placed)
	p.byHand, p.remove, p.pointers = compact(p.byHand), compact(p.remove), compact(p.pointers)
	return p
}

// reach finds out what holds the secrets. Of an identity only one commit is known.
func (p *Plan) reach(placed []leak.Finding) {
	p.reached = p.Repo.Unlisted
	for i := range placed {
		f := &placed[i]
		e := &f.Exposure
		p.reached = p.reached || len(e.Refs) > 0 || slices.Contains(e.HeldBy, "stash") || f.Origin.Kind == leak.KindIdentity
		if slices.Contains(e.HeldBy, "index") {
			p.byHand = append(p.byHand, "what is staged of "+f.Origin.Path)
		}
	}
}

func compact(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// count counts a place once, in however many spellings the secret stands there.
func (p *Plan) count(h *Hit, counted map[string]bool) {
	n := h.Secret
	if h.File >= 0 {
		n = len(p.Target.Secrets) + h.File
	}
	c := &p.Counts[n]
	if how := h.How(); how != "" {
		c.How = with(c.How, how)
	}
	id := fmt.Sprintf("%d\x00%d\x00%s\x00%s\x00%s\x00%s", h.Secret, h.File, h.Origin.Kind, h.Origin.Object, h.Origin.Path, h.Origin.Ref)
	if counted[id] && h.Origin.Kind != leak.KindReflog {
		return
	}
	counted[id] = true
	switch h.Origin.Kind {
	case leak.KindCommitMessage, leak.KindTagMessage, leak.KindHeader:
		c.Messages++
	case leak.KindIdentity:
		c.Identities++
	case leak.KindPath:
		c.Paths++
	case leak.KindRef:
		c.Refs++
	case leak.KindReflog:
		c.Reflogs++
	default:
		switch {
		case h.Origin.Object != "":
			c.Blobs++
		case h.File >= 0:
			c.Paths++
		default:
			c.Files++
		}
	}
}

// add notes what has to be done for a hit.
func (p *Plan) add(h *Hit) {
	text := h.text()
	switch h.Origin.Kind {
	case leak.KindCommitMessage, leak.KindTagMessage:
		p.messages[text] = h.spelling()
		p.noteWhole(h)
	case leak.KindIdentity:
		p.people[text] = h.spelling()
	case leak.KindHeader:
		p.headers = true
	case leak.KindPath:
		if strings.HasPrefix(h.Origin.Path, ".git/") {
			p.byHand = append(p.byHand, "the name "+h.Origin.Path)
		} else {
			p.names[text] = h.spelling()
		}
	case leak.KindReflog:
		p.stashLog = p.stashLog || h.Origin.Ref == "refs/stash"
	default:
		switch {
		case h.Origin.Object == "":
			p.gitFile(h.Origin.Path)
		case h.Binary:
			p.binary[text] = h.spelling()
		default:
			p.text[text] = h.spelling()
			p.noteWhole(h)
		}
	}
}

func (p *Plan) noteWhole(h *Hit) {
	if h.as.piece {
		p.whole[h.Secret] = true
	}
}

// removable are files of a git directory that git makes anew, or does without.
var removable = []string{"COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG", "TAG_EDITMSG", "NOTES_EDITMSG", "FETCH_HEAD", "ORIG_HEAD", "gitk.cache"}

// gitFile says what is to be done about a file of the git directory.
func (p *Plan) gitFile(name string) {
	rel := strings.TrimPrefix(name, ".git/")
	switch {
	case strings.HasPrefix(rel, "lfs/objects/"):
		p.pointers = append(p.pointers, path.Base(rel))
		p.remove = append(p.remove, rel)
	case slices.Contains(removable, path.Base(rel)), strings.HasPrefix(rel, "lfs/"), strings.HasPrefix(rel, "filter-repo/"), rel == "info/refs":
		p.remove = append(p.remove, rel)
	default:
		p.byHand = append(p.byHand, "the file "+name)
	}
}

// rename finds a new name for a ref.
func (p *Plan) rename(hits []*Hit) {
	old := hits[0].Origin.Ref
	slices.SortStableFunc(hits, func(a, b *Hit) int { return cmp.Compare(len(b.text()), len(a.text())) })
	if !strings.HasPrefix(old, "refs/") || strings.ContainsFunc(old, func(r rune) bool { return unicode.IsControl(r) || r == ' ' }) { // git has no such name
		p.byHand = append(p.byHand, "the ref "+old)
		return
	}
	name := old
	for _, h := range hits {
		name = strings.ReplaceAll(name, h.text(), p.name(h.text()))
	}
	for slices.ContainsFunc(p.refs, func(r rename) bool { return r.new == name }) {
		name += "-again"
	}
	p.refs = append(p.refs, rename{old, name, hits[0].Origin.Object})
}

// name stands in names for a spelling of a secret, another for each so that no two
// names become one.
func (p *Plan) name(text string) string {
	secret := p.numbers[text]
	all := spellings(p.Target.Secrets[secret].Value.Reveal())
	n := slices.IndexFunc(all, func(sp spelling) bool { return sp.text == text })
	if n <= 0 {
		return fmt.Sprintf("%s-%d", nameReplaced, secret+1)
	}
	return fmt.Sprintf("%s-%d-%d", nameReplaced, secret+1, n)
}

// Modules returns the git directories of submodules that hold secrets too.
func (p *Plan) Modules() (dirs []string) {
	for _, m := range p.modules {
		dirs = append(dirs, path.Join(p.Repo.GitDir, m))
	}
	return dirs
}

// Empty reports whether there is nothing to do.
func (p *Plan) Empty() bool { return len(p.Target.Secrets)+len(p.Target.Files) == 0 }

// Rewrites reports whether the history has to be rewritten.
func (p *Plan) Rewrites() bool {
	return len(p.weakLines()) > 0 || p.reached && (p.headers || len(p.text)+len(p.messages)+len(p.binary)+len(p.people)+len(p.names)+len(p.pointers)+len(p.Target.Files) > 0)
}
