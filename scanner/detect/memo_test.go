package detect

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

// A window that was searched is not searched again, and gives the same at another
// place; one that differs in anything that counts is.
func TestMemos(t *testing.T) {
	set, err := rules.Parse("rules.toml", []byte("[[rules]]\nid='a'\nregex='(?m:^)key=(?P<secret>[0-9]{4})$'\nkeywords=['key=']"), rules.Native)
	require.NoError(t, err)
	d := New(set.Set, Options{})
	asked := 0
	d.compiled[0].check = func(string) bool { asked++; return true }
	s := d.NewScanner()
	places := func(content string) (out [][2]int) {
		if trace := s.Search([]byte(content)); trace != nil {
			for _, h := range trace.hits {
				out = append(out, [2]int{h.from, h.at})
			}
		}
		return out
	}
	assert.Equal(t, [][2]int{{7, 7}}, places("a\n\nkey=1234"))
	assert.Equal(t, 1, asked)
	assert.Equal(t, [][2]int{{10, 10}}, places("other\nkey=1234")[:1])
	assert.Equal(t, [][2]int{{9, 9}}, places("tail\nkey=1234"))
	assert.Equal(t, 3, asked, "what stands before the line belongs to the window")
	assert.Equal(t, [][2]int{{11, 11}}, places("a tail\nkey=1234"))
	assert.Equal(t, 3, asked)
	assert.Equal(t, [][2]int{{4, 4}}, places("key=1234"))
	assert.Equal(t, 4, asked, "the beginning of the content is not that of a window")
}

func TestMemosOfStoppedSearchesAreNotKept(t *testing.T) {
	set, err := rules.Parse("rules.toml", []byte("[[rules]]\nid='a'\nregex='key=[0-9]{4}'\nkeywords=['key=']"), rules.Native)
	require.NoError(t, err)
	d := New(set.Set, Options{})
	left := 2 // looks until it says stop
	d.stopped = func() bool { left--; return left < 0 }
	s := d.NewScanner()
	s.Search([]byte("key=1234"))
	left = 1000
	trace := s.Search([]byte("key=1234"))
	require.NotNil(t, trace)
	assert.Len(t, trace.hits, 1)
}
