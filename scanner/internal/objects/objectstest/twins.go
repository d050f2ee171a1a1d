package objectstest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// Set is the objects of a repository by name.
type Set map[objects.ID]Content

// Content is what an object is.
type Content struct {
	Type objects.Type
	Data []byte
}

// Add puts an object into the set; it fails the test if it is there already.
func (s Set) Add(t testing.TB, o objects.Object) {
	t.Helper()
	_, again := s[o.ID]
	require.Falsef(t, again, "%s is there twice", o.ID)
	s[o.ID] = Content{o.Type, bytes.Clone(o.Data)}
}

// CatFile is the twin that asks git itself. It reads every kind of repository.
func CatFile(t testing.TB, r *Repo) Set {
	t.Helper()
	out := bufio.NewReader(bytes.NewReader(r.Git("cat-file", "--batch-all-objects", "--batch", "--unordered")))
	set := Set{}
	for {
		head, err := out.ReadString('\n')
		if err == io.EOF {
			return set
		}
		require.NoError(t, err)
		var name, typ string
		var size int
		_, err = fmt.Sscanf(strings.TrimSpace(head), "%s %s %d", &name, &typ, &size)
		require.NoErrorf(t, err, "%q", head)
		id, err := objects.ParseID(name)
		require.NoError(t, err)
		data := make([]byte, size)
		_, err = io.ReadFull(out, data)
		require.NoError(t, err)
		_, err = out.Discard(1)
		require.NoError(t, err)
		set.Add(t, objects.Object{ID: id, Type: objects.ParseType(typ), Data: data})
	}
}

// Name is the name that git gives an object, of size bytes.
func Name(size int, typ objects.Type, data []byte) objects.ID {
	h := hasher(size)
	fmt.Fprintf(h, "%s %d\x00", typ, len(data))
	h.Write(data)
	return objects.NewID(h.Sum(nil))
}
