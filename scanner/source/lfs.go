package source

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/internal/history"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// pointer is a blob that stands for a file in the store of git LFS.
type pointer struct {
	oid  string // SHA-256 of the file, hexadecimal
	blob uint32
}

// maxPointer is the size of a pointer by the specification.
const maxPointer = 1024

// lfsObject returns what a blob is the pointer of, "" for any other blob.
//
// Format: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
func lfsObject(data []byte) string {
	if len(data) >= maxPointer || !bytes.HasPrefix(data, []byte("version https://")) {
		return ""
	}
	version, rest, _ := bytes.Cut(data, []byte{'\n'})
	switch string(version) {
	case "version https://git-lfs.github.com/spec/v1", "version https://hawser.github.com/spec/v1":
	default:
		return ""
	}
	for line := range bytes.Lines(rest) {
		if oid, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("oid sha256:")); ok && len(oid) == 64 && len(bytes.Trim(oid, "0123456789abcdef")) == 0 {
			return string(oid)
		}
	}
	return ""
}

// missingLFS accounts for the files that pointers stand for and returns a pointer
// of each that is not here, by object name. What is here is read as a file of the
// git directory.
func (w *historyWalk) missingLFS() (missing []pointer) {
	all := slices.Concat(w.pointers...)
	slices.SortFunc(all, func(a, b pointer) int {
		if c := strings.Compare(a.oid, b.oid); c != 0 {
			return c
		}
		return w.h.Store.ID(a.blob).Compare(w.h.Store.ID(b.blob))
	})
	all = slices.CompactFunc(all, func(a, b pointer) bool { return a.oid == b.oid })
	for _, p := range all {
		path := filepath.Join(w.h.Repo.CommonDir, "lfs", "objects", p.oid[:2], p.oid[2:4], p.oid)
		if st, err := os.Lstat(path); err != nil || !st.Mode().IsRegular() {
			missing = append(missing, p)
		}
	}
	if len(all) > 0 {
		w.sink.Count("lfs", len(all), len(all)-len(missing))
	}
	return missing
}

// skipLFS names the files that are not here, which is what is usual: LFS gets
// what a checkout needs. With very many, only their number is told.
func (w *historyWalk) skipLFS(missing []pointer) {
	const detail = "is not in .git/lfs/objects; `git lfs fetch --all` gets what the server has"
	if len(missing) > maxNamedMissing {
		w.sink.Skip(leak.Skip{Reason: leak.SkipMissing, Origin: leak.Origin{Kind: leak.KindFile, Repo: w.h.Module}, Count: len(missing), Expected: true,
			Detail: "what these LFS pointers stand for " + detail})
		return
	}
	paths := map[uint32]string{}
	for _, p := range w.h.places {
		if _, ok := paths[p.Num]; !ok && p.Kind == history.Blob {
			paths[p.Num] = p.Path
		}
	}
	for _, p := range missing {
		w.sink.Skip(leak.Skip{Reason: leak.SkipMissing, Origin: leak.Origin{Kind: leak.KindFile, Repo: w.h.Module, Path: paths[p.blob], Object: w.h.Store.ID(p.blob).String()}, Expected: true,
			Detail: "LFS object " + p.oid + " " + detail})
	}
}

// point notes a blob if it is a pointer.
func (w *historyWalk) point(worker int, o objects.Object) {
	if oid := lfsObject(o.Data); oid != "" {
		w.pointers[worker] = append(w.pointers[worker], pointer{oid, o.Num})
	}
}
