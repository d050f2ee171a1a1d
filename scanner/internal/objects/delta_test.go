package objects

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// naiveDelta is the slow twin of applyDelta: one byte at a time, in the words of
// gitformat-pack(5).
func naiveDelta(base, delta []byte, limit int) (result []byte, err error) {
	defer func() {
		if recover() != nil { // an index out of range
			result, err = nil, errors.New("delta reads outside its base or itself")
		}
	}()
	next := func() byte { b := delta[0]; delta = delta[1:]; return b }
	size := func() (n int) {
		for shift := 0; ; shift += 7 {
			b := next()
			n |= int(b&0x7f) << shift
			if b < 0x80 {
				return n
			}
			if shift == 56 {
				panic("too long")
			}
		}
	}
	baseSize, want := size(), size()
	if baseSize != len(base) || want > limit {
		return nil, errors.New("wrong size")
	}
	for len(delta) > 0 {
		op := next()
		var arg [7]int
		for i := range arg {
			if op >= 0x80 && op&(1<<i) != 0 {
				arg[i] = int(next())
			}
		}
		off, n := arg[0]|arg[1]<<8|arg[2]<<16|arg[3]<<24, arg[4]|arg[5]<<8|arg[6]<<16
		switch {
		case op == 0:
			return nil, errors.New("reserved")
		case op < 0x80:
			for range op {
				result = append(result, next())
			}
			continue
		case n == 0:
			n = 0x10000
		}
		if len(result)+n > want {
			return nil, errors.New("wrong size")
		}
		for i := range n {
			result = append(result, base[off+i])
		}
	}
	if len(result) != want {
		return nil, errors.New("wrong size")
	}
	return result, nil
}

func sameDelta(t *testing.T, base, delta []byte) {
	const limit = 1 << 20
	want, wantErr := naiveDelta(base, delta, limit)
	prefix := []byte("kept")
	var copies []leak.Copy
	got, err := applyDelta(prefix, base, delta, limit, &copies)
	require.Equal(t, wantErr == nil, err == nil, "%v, %v", wantErr, err)
	if err == nil {
		require.Equal(t, "kept"+string(want), string(got))
		end := 0
		for _, c := range copies {
			require.True(t, c.At >= end && c.Len > 0, "copies are in order and do not overlap")
			require.Equal(t, base[c.From:c.From+c.Len], want[c.At:c.At+c.Len])
			end = c.At + c.Len
		}
	}
}

func FuzzApplyDelta(f *testing.F) {
	base := []byte("the base of a delta")
	f.Add(base, []byte{19, 4, 0x91, 4, 4})
	f.Add(base, []byte{19, 7, 3, 'n', 'e', 'w', 0x91, 4, 4})
	f.Add(base, []byte{19, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1})
	f.Add(base, []byte{19, 1, 0})
	f.Add(base, []byte{19, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Add(bytes.Repeat(base, 4000), binary.AppendUvarint(binary.AppendUvarint(nil, 76000), 0x10000)[:6])
	f.Add([]byte{}, []byte{0, 0})
	f.Fuzz(sameDelta)
}

func TestApplyDeltaLikeItsTwin(t *testing.T) {
	rnd := rand.New(rand.NewSource(3))
	base := make([]byte, 0x10000+500)
	rnd.Read(base)
	right := 0
	for range 2000 {
		delta := randomDelta(rnd, len(base))
		if _, err := naiveDelta(base, delta, 1<<20); err == nil {
			right++
		}
		sameDelta(t, base, delta)
	}
	assert.Greater(t, right, 500, "random deltas that can be applied")
}

// randomDelta is right more often than not.
func randomDelta(rnd *rand.Rand, base int) []byte {
	var ops []byte
	size := 0
	for range rnd.Intn(6) {
		if rnd.Intn(2) == 0 {
			n := 1 + rnd.Intn(127)
			ops = append(ops, byte(n))
			ops = append(ops, bytes.Repeat([]byte{'i'}, n)...)
			size += n
			continue
		}
		off, n := rnd.Intn(base), []int{0x10000, 1 + rnd.Intn(300), 0x100 * rnd.Intn(3)}[rnd.Intn(3)]
		op, args := byte(0x80), []byte{}
		for i, v := range []int{off & 255, off >> 8 & 255, off >> 16 & 255, 0, n & 255, n >> 8 & 255, 0} {
			if v != 0 {
				op |= 1 << i
				args = append(args, byte(v))
			}
		}
		ops = append(append(ops, op), args...)
		if n == 0 {
			n = 0x10000
		}
		size += n
	}
	if rnd.Intn(10) == 0 {
		size++
	}
	return append(binary.AppendUvarint(binary.AppendUvarint(nil, uint64(base)), uint64(size)), ops...)
}

func TestDeltaErrors(t *testing.T) {
	for name, tc := range map[string]struct {
		delta []byte
		want  error
	}{
		"nothing":                     {nil, errDeltaTruncated},
		"size without end":            {bytes.Repeat([]byte{0x80}, 20), errDeltaTruncated},
		"no result size":              {[]byte{4}, errDeltaTruncated},
		"another base":                {[]byte{5, 0}, errDeltaBase},
		"result over the limit":       {[]byte{4, 0xff, 0x7f}, errTooLarge},
		"copy without its offset":     {[]byte{4, 1, 0x81}, errDeltaTruncated},
		"copy without its size":       {[]byte{4, 1, 0x90}, errDeltaTruncated},
		"copy of the default 64 KiB":  {[]byte{4, 1, 0x80}, errDeltaRange},
		"insert beyond its end":       {[]byte{4, 1, 2, 'x'}, errDeltaTruncated},
		"reserved instruction":        {[]byte{4, 1, 0}, errDeltaReserved},
		"result longer than it says":  {[]byte{4, 1, 0x90, 4}, errDeltaSize},
		"result shorter than it says": {[]byte{4, 9, 0x90, 4}, errDeltaSize},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := applyDelta(nil, []byte("base"), tc.delta, 1000, nil)
			assert.ErrorIs(t, err, tc.want)
		})
	}
}

func TestDeltaDoesNotBelieveItsSize(t *testing.T) {
	delta := append(binary.AppendUvarint([]byte{4}, 1<<40), 0x90, 4)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := applyDelta(nil, []byte("base"), delta, 1<<50, nil)
	runtime.ReadMemStats(&after)
	require.ErrorIs(t, err, errDeltaSize)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
}

func TestDeltaOfMillionsOfCopies(t *testing.T) {
	const n = maxCopies + 10
	delta := binary.AppendUvarint([]byte{1}, n)
	delta = append(delta, bytes.Repeat([]byte{0x90, 1}, n)...) // the first byte of the base
	var copies []leak.Copy
	got, err := applyDelta(nil, []byte("x"), delta, n, &copies)
	require.NoError(t, err)
	require.Len(t, got, n)
	require.Len(t, copies, maxCopies)
	require.Equal(t, leak.Copy{At: maxCopies - 1, From: 0, Len: 1}, copies[maxCopies-1])
}
