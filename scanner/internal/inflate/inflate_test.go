package inflate

import (
	"bytes"
	"compress/flate"
	"fmt"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestZlib(t *testing.T) {
	var d Decoder
	source := goSource(t)
	random := make([]byte, firstStep+70_000)
	rand.New(rand.NewSource(1)).Read(random)
	contents := map[string][]byte{"random": random, "zeros": make([]byte, 5<<19), "pairs": bytes.Repeat([]byte("ab"), 1<<18)}
	for _, size := range []int{0, 1, 2, 3, 17, 60, 300, 3000, 100_000} {
		contents[fmt.Sprintf("source %d", size)] = source[:size]
	}
	for name, content := range contents {
		for _, level := range []int{flate.NoCompression, 1, 6, flate.HuffmanOnly} {
			t.Run(fmt.Sprint(name, " level ", level), func(t *testing.T) {
				z := compressed(level, content)
				require.NoError(t, check(t, &d, z, len(content)))
				require.NoError(t, check(t, &d, append(z, random[:40]...), len(content)))
				require.ErrorIs(t, check(t, &d, z, len(content)+1), ErrShort)
				require.ErrorIs(t, check(t, &d, z, 10*len(content)+9999), ErrShort)
				if len(content) > 0 {
					require.ErrorIs(t, check(t, &d, z, len(content)-1), ErrLong)
					require.ErrorIs(t, check(t, &d, z, 0), ErrLong)
				}
				z[len(z)-1]++
				require.ErrorIs(t, check(t, &d, z, len(content)), ErrChecksum)
				require.ErrorIs(t, check(t, &d, z[:len(z)-1], len(content)), ErrChecksum)
			})
		}
	}
}

// TestZlibRefuses has what is right or wrong by one rule each.
func TestZlibRefuses(t *testing.T) {
	ab := lengths(257, map[int]int{'a': 1, endOfBlock: 1})
	abMatch := lengths(258, map[int]int{'a': 1, endOfBlock: 2, 257: 2})
	none, one := code{0}, code{1}
	head := func(lits, dists, pres int) *bitWriter {
		return newBits().bits(1, 1).bits(2, 2).bits(lits-257, 5).bits(dists-1, 5).bits(pres-4, 4)
	}
	fixedBlock := func() *bitWriter { return newBits().bits(1, 1).bits(1, 2) }
	fixedLit := make(code, 288)
	for i := range fixedLit {
		fixedLit[i] = int(fixed.lengths[i])
	}
	fixedDist := make(code, 32)
	for i := range fixedDist {
		fixedDist[i] = 5
	}
	steps := map[int]int{endOfBlock: 15} // every length
	for l := 1; l <= 15; l++ {
		steps['a'+l] = l
	}
	far := newBits().stored(0, bytes.Repeat([]byte("x"), 1<<15)).bits(1, 1).bits(1, 2)

	for name, tc := range map[string]struct {
		z    *bitWriter
		want string
		err  error
	}{
		"no distance code, none needed":   {newBits().dynamic(1, ab, none).put(ab, 'a').put(ab, endOfBlock), "a", nil},
		"no distance code, one needed":    {newBits().dynamic(1, abMatch, none).put(abMatch, 'a').put(abMatch, 257).bits(0, 9), "a", ErrCorrupt},
		"one distance code of length 1":   {newBits().dynamic(1, abMatch, one).put(abMatch, 'a').put(abMatch, 257).put(one, 0).put(abMatch, endOfBlock), "aaaa", nil},
		"the other code of length 1":      {newBits().dynamic(1, abMatch, one).put(abMatch, 'a').put(abMatch, 257).bits(1, 1).bits(0, 9), "a", ErrCorrupt},
		"one distance code of length 2":   {newBits().dynamic(1, ab, code{2}).put(ab, endOfBlock), "", ErrCorrupt},
		"two distance codes of length 2":  {newBits().dynamic(1, ab, code{2, 2}).put(ab, endOfBlock), "", ErrCorrupt},
		"three distance codes too many":   {newBits().dynamic(1, ab, code{1, 1, 1}).put(ab, endOfBlock), "", ErrCorrupt},
		"only an end of block":            {newBits().dynamic(1, lengths(257, map[int]int{endOfBlock: 1}), none).bits(0, 1), "", nil},
		"not that end of block":           {newBits().dynamic(1, lengths(257, map[int]int{endOfBlock: 1}), none).bits(1, 1).bits(0, 9), "", ErrCorrupt},
		"only an end of block, length 2":  {newBits().dynamic(1, lengths(257, map[int]int{endOfBlock: 2}), none).bits(0, 2), "", ErrCorrupt},
		"no end of block":                 {newBits().dynamic(1, lengths(257, map[int]int{'a': 1, 'b': 1}), none).bits(0, 30), "", ErrCorrupt},
		"no codes":                        {newBits().dynamic(1, lengths(257, nil), none).bits(0, 30), "", ErrCorrupt},
		"literals incomplete":             {newBits().dynamic(1, lengths(257, map[int]int{'a': 2, endOfBlock: 1}), none).bits(0, 30), "", ErrCorrupt},
		"literals too many":               {newBits().dynamic(1, lengths(257, map[int]int{'a': 1, 'b': 1, endOfBlock: 1}), none).bits(0, 30), "", ErrCorrupt},
		"every length of code":            {every(steps), "bcdefghijklmnop", nil},
		"286 literals":                    {newBits().dynamic(1, lengths(286, map[int]int{'a': 1, endOfBlock: 1}), none).bits(1, 1), "", nil},
		"287 literals":                    {newBits().dynamic(1, lengths(287, map[int]int{'a': 1, endOfBlock: 1}), none).bits(1, 1), "", ErrCorrupt},
		"30 distances":                    {newBits().dynamic(1, ab, make(code, 30)).bits(1, 1), "", nil},
		"31 distances":                    {newBits().dynamic(1, ab, make(code, 31)).bits(1, 1), "", ErrCorrupt},
		"code for lengths incomplete":     {head(257, 1, 19).bits(1, 3).bits(0, 18*3).bits(0, 99), "", ErrCorrupt},
		"code for lengths of one symbol":  {head(257, 1, 5).bits(0, 4*3).bits(1, 3).bits(0, 99), "", ErrCorrupt},
		"code for lengths empty":          {head(257, 1, 4).bits(0, 4*3).bits(0, 99), "", ErrCorrupt},
		"code for lengths too full":       {head(257, 1, 4).bits(1|1<<3|1<<6, 4*3).bits(0, 99), "", ErrCorrupt},
		"repetition of nothing":           {head(257, 1, 5).bits(1, 3).bits(0, 9).bits(1, 3).bits(1, 1).bits(0, 99), "", ErrCorrupt},
		"repetition past the end":         {head(257, 1, 4).bits(0, 6).bits(1, 3).bits(1, 3).bits(1, 1).bits(127, 7).bits(1, 1).bits(127, 7).bits(0, 99), "", ErrCorrupt},
		"fixed literal 286":               {fixedBlock().put(fixedLit, 286).bits(0, 30), "", ErrCorrupt},
		"fixed literal 287":               {fixedBlock().put(fixedLit, 287).bits(0, 30), "", ErrCorrupt},
		"fixed distance 29":               {far.put(fixedLit, 257).put(fixedDist, 29).bits(1<<13-1, 13).put(fixedLit, endOfBlock), string(bytes.Repeat([]byte("x"), 1<<15+3)), nil},
		"fixed distance 30":               {fixedBlock().put(fixedLit, 'a').put(fixedLit, 257).put(fixedDist, 30).bits(0, 30), "a", ErrCorrupt},
		"fixed distance 31":               {fixedBlock().put(fixedLit, 'a').put(fixedLit, 257).put(fixedDist, 31).bits(0, 30), "a", ErrCorrupt},
		"distance to before the content":  {fixedBlock().put(fixedLit, 'a').put(fixedLit, 257).put(fixedDist, 1).put(fixedLit, endOfBlock), "a", ErrCorrupt},
		"length 258":                      {fixedBlock().put(fixedLit, 'a').put(fixedLit, 285).put(fixedDist, 0).put(fixedLit, endOfBlock), string(bytes.Repeat([]byte("a"), 259)), nil},
		"length 258 in another way":       {fixedBlock().put(fixedLit, 'a').put(fixedLit, 284).bits(31, 5).put(fixedDist, 0).put(fixedLit, endOfBlock), string(bytes.Repeat([]byte("a"), 259)), nil},
		"reserved block":                  {newBits().bits(7, 3).bits(0, 30), "", ErrCorrupt},
		"stored, nothing":                 {newBits().stored(1, nil), "", nil},
		"stored, twice":                   {newBits().stored(0, []byte("ab")).stored(1, []byte("cd")), "abcd", nil},
		"stored, other complement":        {newBits().bits(1, 3).bytes(2, 0, 0xfd, 0xfe, 'a', 'b'), "", ErrCorrupt},
		"stored after a code":             {newBits().bits(0, 1).bits(1, 2).put(fixedLit, 'a').put(fixedLit, endOfBlock).stored(1, []byte("b")), "ab", nil},
		"other method":                    {&bitWriter{b: []byte{0x77, 0x9c, 3, 0}}, "", ErrCorrupt},
		"window of 64 KiB":                {&bitWriter{b: []byte{0x88, 0x1c, 3, 0}}, "", ErrCorrupt},
		"dictionary":                      {&bitWriter{b: []byte{0x78, 0xbb, 0, 0, 0, 0, 3, 0}}, "", ErrCorrupt},
		"wrong check of the head":         {&bitWriter{b: []byte{0x78, 0x9d, 3, 0}}, "", ErrCorrupt},
		"small window, which is not kept": {&bitWriter{b: append([]byte{0x18, 0x19}, compressed(6, bytes.Repeat([]byte("0123456789"), 100))[2:]...)}, string(bytes.Repeat([]byte("0123456789"), 100)), nil},
		"nothing at all":                  {&bitWriter{}, "", ErrTruncated},
		"no block":                        {newBits(), "", ErrTruncated},
	} {
		t.Run(name, func(t *testing.T) {
			var d Decoder
			for _, behind := range []int{0, 4, 100} { // decoded near the end, and not
				z := append(tc.z.close([]byte(tc.want)), make([]byte, behind)...)
				if len(tc.z.b) < 3 {
					z = tc.z.b
				}
				if err := check(t, &d, z, len(tc.want)); tc.err == nil {
					require.NoError(t, err)
				} else {
					assert.ErrorIs(t, err, tc.err)
				}
			}
		})
	}
}

// every is a block whose code has those lengths, and that uses all of it.
func every(of map[int]int) *bitWriter {
	c := lengths(257, of)
	w := newBits().dynamic(1, c, code{0})
	for s := range endOfBlock + 1 {
		if c[s] > 0 {
			w.put(c, s)
		}
	}
	return w
}

func TestZlibRandomCodes(t *testing.T) {
	var d Decoder
	good := 0
	for seed := range int64(1000) {
		r := rand.New(rand.NewSource(seed))
		z := randomStream(r)
		want, _, err := twin(flate.NewReader, z)
		require.NoError(t, err, "seed %d", seed)
		z = (&bitWriter{b: z}).close(want)
		require.NoError(t, check(t, &d, z, len(want)), "seed %d", seed)
		require.NoError(t, check(t, &d, append(z, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17), len(want)), "seed %d", seed)
		_ = check(t, &d, z, r.Intn(len(want)+1))
		z[r.Intn(len(z))] ^= 1 << r.Intn(8)
		_ = check(t, &d, z, len(want))
		if len(want) > 500 {
			good++
		}
	}
	assert.Greater(t, good, 100)
}

// TestZlibDamaged cuts streams at every byte and flips every bit.
func TestZlibDamaged(t *testing.T) {
	var d Decoder
	source := goSource(t)
	for name, z := range map[string][]byte{
		"stored":  compressed(0, source[:50]),
		"fixed":   compressed(6, source[:40]),
		"dynamic": compressed(6, source[1000:2500]),
		"random":  randomStream(rand.New(rand.NewSource(5))),
	} {
		t.Run(name, func(t *testing.T) {
			want, _, err := twin(flate.NewReader, z)
			require.NoError(t, err)
			for n := range len(z) {
				_ = check(t, &d, z[:n], len(want))
				if n < len(z)-4 {
					_, _, err := d.Zlib(nil, z[:n], len(want), false)
					require.ErrorIs(t, err, ErrTruncated, "%d bytes", n)
				}
			}
			for bit := range 8 * len(z) {
				broken := bytes.Clone(z)
				broken[bit/8] ^= 1 << (bit % 8)
				_ = check(t, &d, broken, len(want))
				_ = check(t, &d, append(broken, make([]byte, 20)...), len(want))
			}
		})
	}
}

// TestZlibMemory: a size that lies costs no more than a step.
func TestZlibMemory(t *testing.T) {
	var d Decoder
	z := compressed(6, []byte("small"))
	allocated := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			_, _, err := d.Zlib(nil, z, 1<<40, false)
			require.ErrorIs(b, err, ErrShort)
		}
	}).AllocedBytesPerOp()
	assert.Less(t, allocated, int64(3*firstStep)) // twice under the race detector

	dst := make([]byte, 0, 100)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		_, _, err := d.Zlib(dst, z, 5, true)
		require.NoError(t, err)
	}))
}

func FuzzZlib(f *testing.F) {
	source := goSource(f)
	for level := range 10 {
		f.Add(compressed(level, source[level*1000:level*1000+200*level]), uint32(200*level))
	}
	for seed := range int64(20) {
		f.Add(randomStream(rand.New(rand.NewSource(seed))), uint32(100))
	}
	f.Fuzz(func(t *testing.T, z []byte, size uint32) {
		want, _, _ := twin(flate.NewReader, z)
		if len(want) > 1<<20 {
			t.Skip()
		}
		var d Decoder
		_ = check(t, &d, z, len(want))
		_ = check(t, &d, z, int(size%(1<<21)))
		_ = check(t, &d, append(z[:len(z):len(z)], make([]byte, Ahead)...), len(want))
	})
}
