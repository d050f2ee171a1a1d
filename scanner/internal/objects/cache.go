package objects

import "sync"

// baseCacheBytes bounds what single reads keep of delta bases.
const baseCacheBytes = 32 << 20

type cacheKey struct {
	p   *pack
	off int64
}

type cached struct {
	typ  Type
	data []byte
}

// baseCache keeps recently read objects for single reads, whose delta chains
// share bases. When full it starts over: simple, and as good as LRU for the few
// reads of a hook. Safe for concurrent use; the data is shared and read-only.
type baseCache struct {
	mu    sync.Mutex
	items map[cacheKey]cached
	bytes int
}

func (c *baseCache) get(p *pack, off int64) (cached, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.items[cacheKey{p, off}]
	return v, ok
}

func (c *baseCache) put(p *pack, off int64, typ Type, data []byte) {
	if len(data) > baseCacheBytes/4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.items == nil || c.bytes+len(data) > baseCacheBytes {
		c.items, c.bytes = map[cacheKey]cached{}, 0
	}
	key := cacheKey{p, off}
	c.bytes += len(data) - len(c.items[key].data) // two readers may have met at the entry
	c.items[key] = cached{typ, data}
}
