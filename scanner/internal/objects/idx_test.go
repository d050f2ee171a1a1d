package objects

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// makeIndex writes an index of the names, sorted; entry i begins at offsets[i].
func makeIndex(version, hashSize int, names []ID, offsets []uint64) []byte {
	var b []byte
	if version == 2 {
		b = []byte("\xfftOc\x00\x00\x00\x02")
	}
	for first := range 256 {
		n := 0
		for _, id := range names {
			if int(id.raw[0]) <= first {
				n++
			}
		}
		b = binary.BigEndian.AppendUint32(b, uint32(n))
	}
	var crcs, small, large []byte
	for i, id := range names {
		if version == 1 {
			b = binary.BigEndian.AppendUint32(b, uint32(offsets[i]))
		}
		b = append(b, id.Bytes()...)
		crcs = binary.BigEndian.AppendUint32(crcs, uint32(i))
		if offsets[i] < 1<<31 {
			small = binary.BigEndian.AppendUint32(small, uint32(offsets[i]))
		} else {
			small = binary.BigEndian.AppendUint32(small, 1<<31|uint32(len(large)/8))
			large = binary.BigEndian.AppendUint64(large, offsets[i])
		}
	}
	if version == 2 {
		b = slices.Concat(b, crcs, small, large)
	}
	b = append(b, bytes.Repeat([]byte{'p'}, hashSize)...)
	h := newHash(hashSize)
	h.Write(b)
	return h.Sum(b)
}

// spread gives n names, some beginning alike, sorted.
func spread(n, hashSize int) []ID {
	ids := make([]ID, n)
	for i := range ids {
		raw := bytes.Repeat([]byte{byte(i)}, hashSize)
		raw[0] = byte(i * 7 / 3 * 5)
		ids[i] = NewID(raw)
	}
	slices.SortFunc(ids, ID.Compare)
	return ids
}

func TestIndex(t *testing.T) {
	for _, tc := range []struct{ version, hashSize int }{{1, 20}, {2, 20}, {1, 32}, {2, 32}} {
		t.Run(fmt.Sprintf("version %d, %d bytes a name", tc.version, tc.hashSize), func(t *testing.T) {
			names := spread(90, tc.hashSize)
			offsets := make([]uint64, len(names))
			for i := range offsets {
				offsets[i] = uint64(12 + 40*i)
			}
			x, err := parseIndex(makeIndex(tc.version, tc.hashSize, names, offsets), tc.hashSize)
			require.NoError(t, err)
			require.NoError(t, x.check())
			assert.Equal(t, len(names), x.count)
			assert.Equal(t, bytes.Repeat([]byte{'p'}, tc.hashSize), x.packTrailer())
			for i, id := range names {
				assert.Equal(t, id.Bytes(), x.name(i))
				at, ok := x.find(id.Bytes())
				assert.True(t, ok)
				assert.Equal(t, i, at)
				off, ok := x.offset(i)
				assert.True(t, ok)
				assert.Equal(t, int64(offsets[i]), off)
				crc, ok := x.crc(i)
				assert.Equal(t, tc.version == 2, ok)
				if ok {
					assert.Equal(t, uint32(i), crc)
				}
			}
			_, ok := x.find(bytes.Repeat([]byte{0xfe}, tc.hashSize))
			assert.False(t, ok)
			_, ok = x.find(names[0].Bytes()[:7])
			assert.False(t, ok, "a name of another length")
		})
	}
}

// Wherever names stand, and however often, each is found at its first entry.
func TestIndexFinds(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	for name, draw := range map[string]func(b []byte){
		"spread evenly":   func(b []byte) { r.Read(b) },
		"all of one byte": func(b []byte) { r.Read(b); b[0] = 7 },
		"close together":  func(b []byte) { copy(b, "\x07\xff\xff\xff"); r.Read(b[18:]) },
		"at both ends":    func(b []byte) { r.Read(b); b[0], b[1], b[2] = 7, byte(-r.Intn(2)), byte(-r.Intn(2)) },
		"many times":      func(b []byte) { b[0], b[1] = 7, byte(r.Intn(9)) },
		"always the same": func(b []byte) { b[0] = 7 },
		"of few characters": func(b []byte) {
			for i := range b {
				b[i] = byte(r.Intn(2))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			for range 60 {
				names := make([]ID, r.Intn(300))
				for i := range names {
					var b [20]byte
					draw(b[:])
					names[i] = NewID(b[:])
				}
				slices.SortFunc(names, ID.Compare)
				x, err := parseIndex(makeIndex(2, 20, names, make([]uint64, len(names))), 20)
				require.NoError(t, err)
				for range 50 {
					var b [20]byte
					draw(b[:])
					id := NewID(b[:])
					if len(names) > 0 && r.Intn(2) == 0 {
						id = names[r.Intn(len(names))]
					}
					want, found := slices.BinarySearchFunc(names, id, ID.Compare)
					at, ok := x.find(id.Bytes())
					require.Equal(t, found, ok)
					if found {
						require.Equal(t, want, at)
					}
				}
			}
		})
	}
}

func TestIndexOffsetsAbove32Bits(t *testing.T) {
	names := spread(5, 20)
	want := []uint64{12, 1<<31 - 1, 1 << 31, 5 << 32, 1<<62 - 1}
	data := makeIndex(2, 20, names, want)
	x, err := parseIndex(data, 20)
	require.NoError(t, err)
	for i := range want {
		off, ok := x.offset(i)
		assert.True(t, ok)
		assert.Equal(t, int64(want[i]), off)
	}
	for name, entry := range map[string]uint32{"just after the table": 1<<31 | 3, "the last there can be": 1<<32 - 1} {
		t.Run(name, func(t *testing.T) {
			binary.BigEndian.PutUint32(x.data[x.offsets:], entry)
			_, ok := x.offset(0)
			assert.False(t, ok)
		})
	}
	binary.BigEndian.PutUint64(x.data[x.large:], 1<<62)
	_, ok := x.offset(2)
	assert.False(t, ok, "an offset that no file has")
}

func TestIndexErrors(t *testing.T) {
	names, offsets := spread(3, 20), []uint64{12, 13, 14}
	v1, v2 := makeIndex(1, 20, names, offsets), makeIndex(2, 20, names, offsets)
	damaged := func(b []byte, at int, value byte) []byte {
		b = bytes.Clone(b)
		b[at] = value
		return b
	}
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"empty":                        {nil, "truncated: 0 bytes"},
		"only the magic":               {v2[:6], "truncated: 6 bytes"},
		"version 3":                    {damaged(v2, 7, 3), "version 3 is not supported"},
		"cut in the fan-out":           {v2[:500], "truncated"},
		"cut in the names, version 1":  {v1[:len(v1)-1], "do not fit"},
		"cut in the offsets":           {v2[:len(v2)-1], "do not fit"},
		"fan-out that decreases":       {damaged(v2, 8+4*100, 9), "fan-out decreases"},
		"more entries than bytes hold": {damaged(v1, 4*255, 0xff), "do not fit"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parseIndex(tc.data, 20)
			assert.ErrorContains(t, err, tc.want)
		})
	}
}

func TestIndexCheck(t *testing.T) {
	names, offsets := spread(30, 20), make([]uint64, 30)
	sound := makeIndex(2, 20, names, offsets)
	x, err := parseIndex(bytes.Clone(sound), 20)
	require.NoError(t, err)
	x.data[len(x.data)-1]++
	assert.ErrorContains(t, x.check(), "does not match its checksum")

	names[4], names[5] = names[5], names[4]
	x, err = parseIndex(makeIndex(2, 20, names, offsets), 20)
	require.NoError(t, err)
	assert.ErrorContains(t, x.check(), "not sorted")
}

func TestIndexOfOneNameManyTimes(t *testing.T) {
	names := []ID{idA, idB, idB, idB}
	x, err := parseIndex(makeIndex(2, 20, names, []uint64{12, 13, 14, 15}), 20)
	require.NoError(t, err)
	at, ok := x.find(idB.Bytes())
	assert.True(t, ok)
	assert.Equal(t, 1, at)
	assert.Equal(t, []bool{false, false, true, true}, []bool{x.repeats(0), x.repeats(1), x.repeats(2), x.repeats(3)})
}

func TestWithPrefix(t *testing.T) {
	names := spread(60, 20)
	x, err := parseIndex(makeIndex(2, 20, names, make([]uint64, 60)), 20)
	require.NoError(t, err)
	for _, prefix := range []string{"", "0", "00", "a", names[7].String()[:5], names[7].String(), "ffffff"} {
		var got, want []string
		x.withPrefix(prefix, func(i int) bool {
			got = append(got, NewID(x.name(i)).String())
			return true
		})
		for _, id := range names {
			if id.String()[:len(prefix)] == prefix {
				want = append(want, id.String())
			}
		}
		assert.Equal(t, want, got, "prefix %q", prefix)
	}
	n := 0
	x.withPrefix("", func(int) bool { n++; return n < 3 })
	assert.Equal(t, 3, n)
}

func FuzzIndex(f *testing.F) {
	for _, version := range []int{1, 2} {
		for _, size := range []int{20, 32} {
			f.Add(makeIndex(version, size, spread(4, size), []uint64{12, 40, 1 << 33, 80}), size == 32)
		}
	}
	f.Add([]byte("\xfftOc\x00\x00\x00\x02"), false)
	f.Fuzz(func(t *testing.T, data []byte, sha256 bool) {
		size := 20
		if sha256 {
			size = 32
		}
		x, err := parseIndex(data, size)
		if err != nil {
			return
		}
		require.LessOrEqual(t, x.count*size, len(data))
		sound := x.check() == nil
		for i := range x.count {
			name := x.name(i)
			if off, ok := x.offset(i); ok {
				require.GreaterOrEqual(t, off, int64(0))
			}
			x.crc(i)
			if at, ok := x.find(name); sound || ok {
				require.True(t, ok)
				require.Equal(t, name, x.name(at))
			}
		}
		x.withPrefix("a", func(int) bool { return true })
	})
}
