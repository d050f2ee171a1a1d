package source

import (
	"bytes"
	"os"
	"path"
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

// lfsPath is where the file is below the common directory.
func lfsPath(oid string) string { return path.Join("lfs/objects", oid[:2], oid[2:4], oid) }

// missingLFS accounts for the files that pointers stand for and returns a pointer
// of each that is not here, by object name. What is here was read as a file of the
// git directory; the pointers of those with findings are wanted, to place these.
func (w *historyWalk) missingLFS(wanted map[uint32]bool) (missing []pointer) {
	all := slices.Concat(w.pointers...)
	slices.SortFunc(all, func(a, b pointer) int {
		if c := strings.Compare(a.oid, b.oid); c != 0 {
			return c
		}
		return w.h.Store.ID(a.blob).Compare(w.h.Store.ID(b.blob))
	})
	w.h.lfs = map[string][]uint32{}
	for _, p := range all {
		if at := ".git/" + lfsPath(p.oid); w.h.files[at] {
			w.h.lfs[at] = append(w.h.lfs[at], p.blob)
			wanted[p.blob] = true
		}
	}
	all = slices.CompactFunc(all, func(a, b pointer) bool { return a.oid == b.oid })
	for _, p := range all {
		if st, err := os.Lstat(filepath.Join(w.h.Repo.CommonDir, lfsPath(p.oid))); err != nil || !st.Mode().IsRegular() {
			missing = append(missing, p)
		}
	}
	if len(all) > 0 {
		w.sink.Count("lfs", len(all), len(all)-len(missing))
	}
	return missing
}

const noLFS = "is not in .git/lfs/objects; `git lfs fetch --all` gets what the server has"

// skipLFS names the files that are not here, which is what is usual: LFS gets
// what a checkout needs. With very many, only their number is told.
func (w *historyWalk) skipLFS(missing []pointer) {
	if len(missing) > maxNamedMissing {
		w.sink.Skip(leak.Skip{Reason: leak.SkipMissing, Origin: leak.Origin{Kind: leak.KindFile, Repo: w.h.Module}, Count: len(missing), Expected: true,
			Detail: "what these LFS pointers stand for " + noLFS})
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
			Detail: "LFS object " + p.oid + " " + noLFS})
	}
}

// point notes a blob if it is a pointer.
func (w *historyWalk) point(worker int, o objects.Object) {
	if oid := lfsObject(o.Data); oid != "" {
		w.pointers[worker] = append(w.pointers[worker], pointer{oid, o.Num})
	}
}

// lfs scans the file that a changed pointer stands for, as what stands at its path.
func (s *diffScan) lfs(worker int, c alike, origin leak.Origin, oid string) {
	data, skip := s.readLFS(oid)
	if skip != nil {
		s.sink.Count("lfs", len(c.paths), 0)
		skip.Origin, skip.Count = origin, countOf(c.paths)
		skip.Origin.Path = c.paths[0]
		s.sink.Skip(*skip)
		return
	}
	s.sink.Count("lfs", len(c.paths), len(c.paths))
	s.find(worker, c, origin, data, func() (old [][]byte) {
		for _, id := range c.old {
			_, b, err := s.store.Read(id)
			if err != nil {
				continue
			}
			if oid := lfsObject(b); oid != "" {
				b, _ = s.readLFS(oid) // without it, all lines are new
			}
			old = append(old, b)
		}
		return old
	})
}

// readLFS reads the file of that name, or says why not.
func (s *diffScan) readLFS(oid string) ([]byte, *leak.Skip) {
	full := filepath.Join(s.repo.CommonDir, lfsPath(oid))
	st, err := os.Lstat(full)
	switch {
	case err != nil || !st.Mode().IsRegular():
		return nil, &leak.Skip{Reason: leak.SkipMissing, Detail: "LFS object " + oid + " " + noLFS, Expected: true}
	case st.Size() > s.store.MaxSize():
		return nil, &leak.Skip{Reason: leak.SkipTooLarge, Detail: "LFS object " + oid + " is over the limit of --max-file-size"}
	}
	if err = s.repo.Outside(full); err != nil {
		return nil, &leak.Skip{Reason: leak.SkipOutside, Detail: err.Error()}
	}
	data, err := objects.ReadSmall(full, s.store.MaxSize())
	if err != nil {
		return nil, &leak.Skip{Reason: leak.SkipUnreadable, Detail: "LFS object " + oid + ": " + reason(err)}
	}
	return data, nil
}
