package objects

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBaseCache(t *testing.T) {
	var c baseCache
	a, b := &pack{}, &pack{}
	_, ok := c.get(a, 12)
	assert.False(t, ok)

	c.put(a, 12, Blob, []byte("content"))
	got, ok := c.get(a, 12)
	assert.True(t, ok)
	assert.Equal(t, cached{Blob, []byte("content")}, got)
	_, ok = c.get(b, 12)
	assert.False(t, ok, "the same offset of another pack")
	_, ok = c.get(a, 13)
	assert.False(t, ok)

	c.put(a, 99, Blob, make([]byte, baseCacheBytes/4+1))
	_, ok = c.get(a, 99)
	assert.False(t, ok, "an object that would fill the cache")
}

func TestBaseCacheIsBounded(t *testing.T) {
	var c baseCache
	p := &pack{}
	chunk := make([]byte, 1<<20)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := range 50 {
				c.put(p, int64(worker*1000+i), Tree, chunk)
				c.get(p, int64(i))
			}
		})
	}
	group.Wait()
	held := 0
	for _, v := range c.items {
		held += len(v.data)
	}
	assert.LessOrEqual(t, held, baseCacheBytes)
	assert.Equal(t, held, c.bytes)
	assert.NotEmpty(t, c.items)
}

func TestBaseCacheCountsAnEntryOnce(t *testing.T) {
	var c baseCache
	for range 3 {
		c.put(nil, 12, Blob, make([]byte, 100))
	}
	assert.Equal(t, 100, c.bytes)
}
