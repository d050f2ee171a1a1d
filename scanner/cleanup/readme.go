package cleanup

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
)

// step is a section of the text that tells what to do.
type step struct {
	title    string
	text     string
	commands []string
}

// readme is the text with the commands in their order; a command has four spaces
// before it.
func (p *Plan) readme(folder string, files []Content) []byte {
	var b strings.Builder
	b.WriteString("How to clean the history of " + p.Repo.Top + "\n\n" + preface)
	n := 0
	for _, s := range p.steps(folder, files) {
		n++
		fmt.Fprintf(&b, "\n%d. %s\n", n, s.title)
		if s.text != "" {
			b.WriteString("\n" + strings.TrimRight(s.text, "\n") + "\n")
		}
		if len(s.commands) > 0 {
			b.WriteString("\n")
		}
		for _, c := range s.commands {
			b.WriteString("    " + strings.ReplaceAll(c, "\n", "\n    ") + "\n") // where a long one goes on
		}
	}
	return []byte(b.String())
}

const preface = `This folder holds secrets in clear. leaksieve wrote it and runs none of this.
Lines that begin with four spaces are commands for one shell, in this order.
git filter-repo has to be 2.47 or later: pip install git-filter-repo
`

func (p *Plan) steps(folder string, files []Content) []step {
	steps := []step{p.revoke(), p.prepare(folder)}
	for _, s := range []*step{p.handwork(), p.weak(), p.renameRefs(), p.rewrite(files), p.resetWorktrees(), p.removeFiles(), p.dropStashes(), p.submodules()} {
		if s != nil {
			steps = append(steps, *s)
		}
	}
	return append(steps, p.collect(), p.check(), p.elsewhere())
}

func (p *Plan) revoke() step {
	var b strings.Builder
	b.WriteString("Whoever has a copy of the repository has the secrets. Cleaning is no substitute for\nrevoking: do that first, for each of these.\n\n")
	for _, s := range p.Target.Secrets {
		fmt.Fprintf(&b, "  - %s  %s\n", s.Value, oneLine(s.Description))
	}
	for _, f := range p.Target.Files {
		fmt.Fprintf(&b, "  - %s  %s\n", oneLine(f.Path), oneLine(f.Description))
	}
	return step{title: "Revoke the secrets", text: b.String()}
}

func (p *Plan) prepare(folder string) step {
	text := "All commits from the first with a secret on get other ids and lose their signatures:\nwhoever works on the repository has to know, and has to clone it anew afterwards.\n" +
		"What is not committed or stashed is lost."
	if p.Repo.Remote {
		text += " Fetch first, so that what others have pushed is\nrewritten too; every branch of origin becomes one of this repository."
	}
	if p.Repo.Notes {
		text += "\nNotes (refs/notes) are rewritten, but stay attached to the old ids of commits."
	}
	return step{"Prepare", text, []string{"cleanup=" + quote(folder), "cd " + quote(p.Repo.Top)}}
}

// handwork lists what no command does.
func (p *Plan) handwork() *step {
	var list []string
	for _, what := range p.byHand {
		list = append(list, "  - "+oneLine(what))
	}
	if p.Repo.Borrows {
		list = append(list, "  - objects that are borrowed from another repository (objects/info/alternates): clean that one\n  too, or `git repack -a -d` and delete the file")
	}
	if p.Repo.Kept {
		list = append(list, "  - packs that git gc leaves alone: delete their .keep beside them; of a partial clone (.promisor)\n  make a full one, and clean that")
	}
	if len(list) == 0 {
		return nil
	}
	return &step{title: "Do by hand", text: "git's own files belong to nobody's history. Take the secret out of these with an editor,\nor delete them:\n\n" + strings.Join(list, "\n")}
}

// weak lists the secrets that cannot be replaced wherever they stand.
func (p *Plan) weak() *step {
	var b strings.Builder
	for _, s := range p.Target.Secrets {
		if s.Weak != "" {
			fmt.Fprintf(&b, "  - %s  %s: %s; found at %s\n", s.Value, oneLine(s.Description), s.Weak, oneLine(strings.Join(s.Places, ", ")))
		}
	}
	if b.Len() == 0 {
		return nil
	}
	return &step{title: "See to these yourself", text: "The text of these stands in much that is no secret, so that it is not looked for afterwards, and\n" +
		"only the lines that they were found on are replaced, as far as these are long enough to be told\nfrom others. Add lines to replacements.txt for what stands elsewhere:\n\n" + b.String()}
}

func (p *Plan) renameRefs() *step {
	if len(p.refs) == 0 {
		return nil
	}
	s := &step{title: "Rename the refs whose names hold a secret", text: "Delete them on the forge, too.", commands: []string{`git update-ref --no-deref --stdin < "$cleanup/` + refFile + `"`}}
	if i := slices.IndexFunc(p.refs, func(r rename) bool { return r.old == p.Repo.Branch }); i >= 0 {
		s.commands = append(s.commands, "git symbolic-ref HEAD "+quote(p.refs[i].new))
	}
	return s
}

// filters are the options that the files are for.
var filters = []struct{ option, file string }{
	{"replace-text", replaceFile}, {"replace-message", messageFile}, {"blob-callback", binaryFile}, {"filename-callback", nameFile},
	{"name-callback", personFile}, {"email-callback", addressFile}, {"strip-blobs-with-ids", blobFile},
}

func (p *Plan) rewrite(files []Content) *step {
	if !p.Rewrites() {
		return nil
	}
	command := "git filter-repo --force --sensitive-data-removal --no-fetch --replace-refs delete-no-add"
	for _, f := range filters {
		if slices.ContainsFunc(files, func(c Content) bool { return c.Name == f.file }) {
			command += " \\\n  --" + f.option + ` "$cleanup/` + f.file + `"`
		}
	}
	again := "rm -rf " + quote(path.Join(p.Repo.GitDir, "filter-repo")) // else it would ask whether it is to go on with an earlier run
	return &step{"Rewrite the history", "This rewrites all refs and all stashes, empties the other reflogs, and deletes the objects that\nnothing holds any more. What is in binaries is overwritten with asterisks; what other tools\ncheck a sum of, they will refuse.", []string{again, command}}
}

// resetWorktrees is needed because git filter-repo resets the main working tree only:
// the indexes of others hold the old objects.
func (p *Plan) resetWorktrees() *step {
	if len(p.Repo.Worktrees) == 0 || !p.Rewrites() {
		return nil
	}
	s := &step{title: "Reset the other working trees", text: "Their indexes hold old objects. What is not committed there is lost."}
	for _, w := range p.Repo.Worktrees {
		if w.Detached == "" {
			s.commands = append(s.commands, "git -C "+quote(w.Path)+" reset -q --hard")
		} else {
			s.commands = append(s.commands, fmt.Sprintf(`git -C %s checkout -q -f --detach "$(sed -n 's/^%s //p' %s)"`, quote(w.Path), w.Detached, quote(path.Join(p.Repo.GitDir, "filter-repo/commit-map"))))
		}
	}
	return s
}

func (p *Plan) removeFiles() *step {
	remove := slices.Clone(p.remove)
	for _, dir := range append([]string{""}, gitDirs(p.Repo.Worktrees)...) {
		remove = append(remove, path.Join(dir, "ORIG_HEAD"), path.Join(dir, "FETCH_HEAD")) // which may name old commits
	}
	s := &step{title: "Delete files that git does without"}
	for _, rel := range compact(remove) {
		s.commands = append(s.commands, "rm -f "+quote(path.Join(p.Repo.GitDir, rel)))
	}
	if len(p.pointers) > 0 {
		s.text = "LFS objects are on the server as well: see its documentation on deleting them."
	}
	return s
}

func gitDirs(worktrees []Worktree) (out []string) {
	for _, w := range worktrees {
		out = append(out, w.GitDir)
	}
	return out
}

func (p *Plan) dropStashes() *step {
	if !p.stashLog {
		return nil
	}
	return &step{"Drop the stashes", "The message of a stash holds a secret, and messages of stashes are not rewritten. Apply and\ncommit first what you still need.", []string{"git stash clear"}}
}

func (p *Plan) submodules() *step {
	if len(p.modules) == 0 {
		return nil
	}
	s := &step{title: "Clean the submodules", text: "They are repositories of their own, and their commits get other ids, which this one has to name\nthen: `leaksieve cleanup` each of\n\n"}
	for _, dir := range p.Modules() {
		s.text += "  - " + oneLine(dir) + "\n"
	}
	return s
}

// collect deletes what only reflogs hold. What is given as configuration, unlike
// --expire, leaves the stash alone, whose entries are in its reflog.
func (p *Plan) collect() step {
	return step{"Let go of the old objects", "", []string{"git -c gc.reflogExpire=now -c gc.reflogExpireUnreachable=now reflog expire --all", "git gc --quiet --prune=now"}}
}

func (p *Plan) check() step {
	return step{"Prove it", "It has to say that nothing holds them. Delete this folder only then.", []string{`leaksieve cleanup --check "$cleanup" .`}}
}

func (p *Plan) elsewhere() step {
	text := "Other clones and forks, pull and merge requests, caches and backups still have it all: have\nclones deleted and made anew, never pulled into. A forge keeps what was pushed under the ids of\nold commits until its support removes that:\n\n" +
		"  - GitHub: https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository\n" +
		"  - GitLab: https://docs.gitlab.com/user/project/repository/repository_size/\n" +
		"\nGitLab's clean-up takes the file filter-repo/commit-map of the git directory.\n"
	if p.Repo.Remote {
		text += "\nPush the new history, if the forge lets you, with\n`git push --force origin 'refs/heads/*:refs/heads/*' 'refs/tags/*:refs/tags/*'`."
	}
	return step{title: "Clean the copies", text: text}
}

// quote makes a word of a shell of a text, on one line whatever is in it.
func quote(s string) string {
	word := func(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
	if !strings.ContainsFunc(s, unicode.IsControl) {
		return word(s)
	}
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == 0x7f || c == '\\' {
			fmt.Fprintf(&b, `\0%03o`, c)
		} else {
			b.WriteByte(c)
		}
	}
	return `"$(printf %b ` + word(b.String()) + `)"`
}

// oneLine writes control characters as escapes: names come from the repository, and
// must not look like a command.
func oneLine(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < ' ' || r == 0x7f {
			fmt.Fprintf(&b, `\x%02x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
