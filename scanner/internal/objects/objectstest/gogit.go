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
	set := Set{}
	EachGoGit(t, r.Dir, plumbing.AnyObject, func(o objects.Object) {
		if _, again := set[o.ID]; !again { // go-git gives the copies of an object in several packs
			set.Add(t, o)
		}
	})
	return set
}

// EachGoGit reads the objects of a type one by one.
func EachGoGit(t testing.TB, dir string, typ plumbing.ObjectType, yield func(objects.Object)) {
	t.Helper()
	repo, err := git.PlainOpen(dir)
	require.NoError(t, err)
	all, err := repo.Storer.IterEncodedObjects(typ)
	require.NoError(t, err)
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
		yield(objects.Object{ID: objects.NewID(hash[:]), Type: objects.ParseType(o.Type().String()), Data: data})
		return nil
	}))
}
