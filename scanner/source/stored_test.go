package source

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Objects that stand where no store is are compressed: that nothing is found in
// their bytes says nothing.
func TestStoresWhereNoneIs(t *testing.T) {
	r := repotest.New(t).Build("write a.txt KEY_a\n commit one\n")
	id := r.ID("HEAD:a.txt")
	loose := ".git/objects.bak/" + id[:2] + "/" + id[2:]
	r.Write(loose, "")
	require.NoError(t, os.Rename(r.Path(".git/objects/"+id[:2]+"/"+id[2:]), r.Path(loose)))
	small := r.Input("", "hash-object", "-w", "--stdin") // of the fewest bytes that an object has
	require.NoError(t, os.Rename(r.Path(".git/objects/"+small[:2]+"/"+small[2:]), r.Path(".git/objects.bak/"+small)))
	pack := r.Git("pack-objects", "--all", "-q", r.Path(".git/aside"), "--incremental", "--revs", "--missing=allow-any")
	require.NoError(t, os.Rename(r.Path(".git/aside-"+pack+".pack"), r.Path(".git/copy")))
	old := repotest.New(t).Build("write b.txt KEY_b\n commit one")
	old.Git("bundle", "create", "-q", r.Path(".git/backup"), "--all")
	r.Write(".git/reftable/0x1.ref", "REFT\x01\x00\x00\x00")
	r.Write(".git/notes", "PACK\x00\x00\x00\x09 x# v2 git bundle\n") // none
	lfs, oid := lfsPointer("PACK\x00\x00\x00\x02 whatever")
	r.Write(".git/"+lfsPath(oid), "PACK\x00\x00\x00\x02 whatever")
	r.Write("p.pack", lfs)
	m := scanHistory(t, r)
	kinds := map[string]string{}
	for _, s := range m.skips {
		if s.Reason == leak.SkipUnsupported {
			assert.False(t, s.Expected)
			kinds[s.Origin.Path] = s.Detail
		}
	}
	want := map[string]string{loose: "a loose object", ".git/objects.bak/" + small: "a loose object", ".git/copy": "a pack", ".git/backup": "a bundle", ".git/reftable/0x1.ref": "a reftable"}
	assert.Len(t, kinds, len(want))
	for path, kind := range want {
		assert.Contains(t, kinds[path], kind, path)
	}
	assert.Equal(t, len(want), m.counts["file"][0]-m.counts["file"][1])

	t.Run("below a folder that is expected, unless it was asked for", func(t *testing.T) {
		dir := filepath.Dir(r.Path(".git/backup"))
		m := run(t, &Dir{Root: dir, Paths: []string{filepath.Join(dir, "backup"), filepath.Join(dir, "reftable")}, MaxSize: 1 << 20})
		require.Equal(t, []string{"unsupported backup", "unsupported reftable/0x1.ref"}, m.reasons())
		for _, s := range m.skips {
			assert.Equal(t, s.Origin.Path != "backup", s.Expected, s.Origin.Path)
		}
	})
}

// What the system refuses is not damaged, and is named as what it is.
func TestUnreadableIsNotCorrupt(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	free := ""
	for i := range 256 {
		free = fmt.Sprintf("%02x", i)
		if _, err := os.Stat(r.Path(".git/objects/" + free)); err != nil {
			break
		}
	}
	require.NoError(t, os.Symlink(free, r.Path(".git/objects/"+free))) // which not even root can list
	require.NoError(t, os.RemoveAll(r.Path(".git/logs")))
	require.NoError(t, syscall.Mkfifo(r.Path(".git/logs"), 0o644))
	var unreadable, refs []string
	for _, s := range scanHistory(t, r).skips {
		refs = append(refs, s.Origin.Ref)
		if s.Reason == leak.SkipUnreadable {
			unreadable = append(unreadable, s.Detail)
		}
	}
	require.Len(t, unreadable, 1)
	assert.Contains(t, unreadable[0], "listing loose objects")
	assert.ElementsMatch(t, []string{"", "logs"}, refs)
}
