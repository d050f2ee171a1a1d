package objects

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseID(t *testing.T) {
	for name, tc := range map[string]struct{ text, err string }{
		"SHA-1":              {strings.Repeat("0a", 20), ""},
		"SHA-256":            {strings.Repeat("f1", 32), ""},
		"empty":              {"", "has 0 characters"},
		"short":              {strings.Repeat("a", 39), "has 39 characters"},
		"between the two":    {strings.Repeat("a", 50), "has 50 characters"},
		"not hexadecimal":    {strings.Repeat("g", 40), "not an object id"},
		"long text is short": {strings.Repeat("long", 1000), "has 4000 characters"},
	} {
		t.Run(name, func(t *testing.T) {
			id, err := ParseID(tc.text)
			if tc.err != "" {
				require.ErrorContains(t, err, tc.err)
				assert.Less(t, len(err.Error()), 200)
				assert.True(t, id.IsZero())
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tc.text, id.String())
			assert.Equal(t, id, NewID(id.Bytes()))
			assert.Len(t, id.Bytes(), len(tc.text)/2)
		})
	}
}

func TestID(t *testing.T) {
	assert.True(t, ID{}.IsZero())
	assert.True(t, NewID(make([]byte, 20)).IsZero())
	assert.True(t, NewID(make([]byte, 19)).IsZero())
	assert.Empty(t, NewID(bytes.Repeat([]byte{1}, 21)).String(), "an id of another length is none")
	assert.Negative(t, idA.Compare(idB))
	assert.Positive(t, idB.Compare(idA))
	assert.Zero(t, idA.Compare(idA))
	long := NewID(append(idA.Bytes(), make([]byte, 12)...))
	assert.NotEqual(t, idA, long, "a SHA-256 name is not the SHA-1 name it begins with")
	assert.Negative(t, idA.Compare(long))
}

func TestNames(t *testing.T) {
	for text, typ := range map[string]Type{
		"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391":                         Blob,
		"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813": Blob,
		"4b825dc642cb6eb9a060e54bf8d69288fbee4904":                         Tree,
	} {
		id, err := ParseID(text)
		require.NoError(t, err)
		assert.True(t, id.names(typ, nil), text)
		assert.False(t, id.names(typ, []byte("x")), text)
		assert.False(t, id.names(Tag, nil), text)
	}
}

func TestType(t *testing.T) {
	for _, typ := range []Type{Commit, Tree, Blob, Tag} {
		assert.Equal(t, typ, ParseType(typ.String()))
		assert.Equal(t, typ, typ.known())
	}
	for _, typ := range []Type{Bad, 5, ofsDelta, refDelta, 8} {
		assert.Equal(t, "unknown", typ.String())
		assert.Equal(t, Bad, typ.known())
	}
	assert.Equal(t, Bad, ParseType("unknown"))
	assert.Equal(t, Bad, ParseType(""))
	assert.Equal(t, Bad, ParseType("BLOB"))
}
