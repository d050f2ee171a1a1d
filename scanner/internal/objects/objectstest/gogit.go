package objectstest

import (
	"io"
	"testing"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// GoGit is the twin that reads each object whole through go-git, which knows
// neither SHA-256, alternates, version 1 indexes nor packs of other names.
func GoGit(t testing.TB, r *Repo) Set {
	t.Helper()
	repo, err := git.PlainOpen(r.Dir)
	require.NoError(t, err)
	all, err := repo.Storer.IterEncodedObjects(plumbing.AnyObject)
	require.NoError(t, err)
	set := Set{}
	require.NoError(t, all.ForEach(func(o plumbing.EncodedObject) error {
		in, err := o.Reader()
		if err != nil {
			return err
		}
		defer in.Close()
		data, err := io.ReadAll(in)
		if err != nil {
			return err
		}
		hash := o.Hash()
		id := objects.NewID(hash[:])
		if _, again := set[id]; again {
			return nil // go-git gives the copies of an object in several packs
		}
		set.Add(t, objects.Object{ID: id, Type: objects.ParseType(o.Type().String()), Data: data})
		return nil
	}))
	return set
}
