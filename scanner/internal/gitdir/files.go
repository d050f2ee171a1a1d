package gitdir

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Content says how a file of a git directory is read.
type Content uint8

// What a file of a git directory is.
const (
	Text       Content = iota // a file like any other: config, hooks, messages, what other programs keep there
	Elsewhere                 // what Refs, Reflogs, ReadIndex, Modules or package objects read
	Unfinished                // a part of an object or pack, left behind by a git that was stopped
)

// Content tells of a file or folder below CommonDir, by its slash-separated path
// there; what is not one of git's own (gitrepository-layout(5)) is Text. Nothing
// below a folder that is Elsewhere is to be looked at.
func (r *Repo) Content(path string, dir bool) Content {
	first, rest, _ := strings.Cut(path, "/")
	if first == "worktrees" {
		if _, own, ok := strings.Cut(rest, "/"); ok {
			return r.worktreeContent(own, path, dir)
		}
		return Text
	}
	if first == "objects" {
		if rest == "" && !dir {
			return Elsewhere // a link
		}
		if first, below, ok := strings.Cut(rest, "/"); ok && isQuarantine(first) {
			rest = below
		}
		return r.objectContent(rest, dir)
	}
	return r.worktreeContent(path, path, dir)
}

// worktreeContent is for what a linked worktree has of its own too. own is the path
// in there.
func (r *Repo) worktreeContent(own, path string, dir bool) Content {
	first, rest, _ := strings.Cut(own, "/")
	read := false
	switch {
	case own == "index", path == "packed-refs", slices.Contains(pseudoRefs, own):
		read = true
	case first == "logs":
		read = true
	case first == "refs":
		read = !dir && !strings.HasSuffix(own, ".lock")
	case first == "modules" && rest != "" && dir:
		full := filepath.Join(r.CommonDir, filepath.FromSlash(path))
		read = isGitDir(full) || filepath.Base(full) == "objects" && holdsObjects(filepath.Dir(full))
	}
	if read {
		return Elsewhere
	}
	return Text
}

// objectContent is for what stands in a folder of objects, or in a quarantine,
// which is one of its own.
func (r *Repo) objectContent(path string, dir bool) Content {
	first, rest, _ := strings.Cut(path, "/")
	name := path[strings.LastIndexByte(path, '/')+1:]
	direct := rest == name // not deeper
	switch ext := filepath.Ext(name); {
	case dir:
		return Text
	case strings.HasPrefix(name, "tmp_obj_"), strings.HasPrefix(path, "pack/tmp_pack_"):
		return Unfinished
	case direct && isFan(first) && isHex(name) && len(name) == 2*r.HashSize-2, direct && first == "pack" && (ext == ".pack" || ext == ".idx"):
		return Elsewhere
	}
	return Text
}

func isFan(name string) bool { return len(name) == 2 && isHex(name) }

func isHex(name string) bool { return strings.Trim(name, "0123456789abcdef") == "" }

// isQuarantine reports whether a folder among the objects holds those of a push
// that is not accepted yet, or was stopped (tmp-objdir.c; "incoming-" before git 2.36).
func isQuarantine(name string) bool {
	return strings.HasPrefix(name, "tmp_objdir-") || strings.HasPrefix(name, "incoming-")
}

// Quarantines returns the folders of objects that a push, or another command that
// writes many, has put aside.
func (r *Repo) Quarantines() (dirs []string) {
	list, _ := os.ReadDir(r.ObjectsDir()) // an error is the object store's to tell
	for _, d := range list {
		if d.IsDir() && isQuarantine(d.Name()) {
			dirs = append(dirs, filepath.Join(r.ObjectsDir(), d.Name()))
		}
	}
	return dirs
}

// holdsObjects reports whether a folder has a folder of objects.
func holdsObjects(dir string) bool {
	list, _ := os.ReadDir(filepath.Join(dir, "objects"))
	return slices.ContainsFunc(list, func(d os.DirEntry) bool {
		return d.IsDir() && (isFan(d.Name()) || d.Name() == "pack")
	})
}
