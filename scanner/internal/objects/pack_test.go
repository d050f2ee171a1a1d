package objects

import (
	"bytes"
	"compress/zlib"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// headerPack is a pack that holds one entry, b, at offset 12 and after it
// nothing but the trailer.
func headerPack(b []byte) *pack {
	data := append([]byte("PACK\x00\x00\x00\x02\x00\x00\x00\x01"), b...)
	return &pack{path: "pack-x.pack", data: append(data, make([]byte, 20)...), idx: &index{hashSize: 20}}
}

func TestEntryHeaders(t *testing.T) {
	for name, tc := range map[string]struct {
		entry []byte
		want  entry
		err   error
	}{
		"blob of 5 bytes":             {[]byte{0x35, 'z'}, entry{typ: Blob, size: 5, data: []byte{'z'}}, nil},
		"tag of 300 bytes":            {[]byte{0xcc, 18, 'z'}, entry{typ: Tag, size: 300, data: []byte{'z'}}, nil},
		"size that does not end":      {bytes.Repeat([]byte{0xb5}, 30), entry{}, errTruncated},
		"size cut off":                {[]byte{0xb5}, entry{}, errTruncated},
		"size that cannot be":         {[]byte{0xb5, 0xff, 0x7f, 'z'}, entry{}, errSizeLie},
		"delta by name, cut off":      {append([]byte{0x75}, make([]byte, 19)...), entry{}, errTruncated},
		"delta by offset, cut off":    {[]byte{0x65, 0x80}, entry{}, errTruncated},
		"delta by offset of itself":   {[]byte{0x65, 0, 'z'}, entry{}, errBaseOutside},
		"delta with a base too early": {[]byte{0x65, 1, 'z'}, entry{}, errBaseOutside},
		"delta with an endless base":  {append([]byte{0x65}, bytes.Repeat([]byte{0xff}, 30)...), entry{}, errTruncated},
	} {
		t.Run(name, func(t *testing.T) {
			p := headerPack(tc.entry)
			e, err := p.entryAt(12, int64(len(p.data)-20))
			require.ErrorIs(t, err, tc.err)
			if tc.err == nil {
				assert.Equal(t, tc.want, e)
			}
		})
	}
	p := headerPack([]byte{0x35, 'z'})
	for _, at := range [][2]int64{{0, 14}, {11, 14}, {-1, 14}, {12, 12}, {13, 12}, {12, 15}, {1 << 62, 1<<62 + 1}} {
		_, err := p.entryAt(at[0], at[1])
		assert.ErrorIs(t, err, errOutside, at)
	}
}

// naiveHeader reads an entry's header in the words of gitformat-pack(5), with
// numbers as large as they come.
func naiveHeader(b []byte) (typ Type, size, back float64, rest []byte, ok bool) {
	next := func() (c byte) {
		if len(b) == 0 {
			ok = false
			return 0
		}
		c, b = b[0], b[1:]
		return c
	}
	ok = true
	c := next()
	typ, size = Type(c>>4&7), float64(c&15)
	for scale := 16.0; c >= 0x80; scale *= 128 {
		c = next()
		size += float64(c&0x7f) * scale
	}
	if typ == ofsDelta {
		c = next()
		for back = float64(c & 0x7f); c >= 0x80; {
			c = next()
			back = (back+1)*128 + float64(c&0x7f)
		}
	}
	if typ == refDelta {
		if len(b) < 20 {
			return typ, size, 0, nil, false
		}
		b = b[20:]
	}
	return typ, size, back, b, ok
}

func FuzzEntryHeader(f *testing.F) {
	f.Add([]byte{0x35, 'z'})
	f.Add([]byte{0xcc, 18, 'z'})
	f.Add(append([]byte{0x75}, make([]byte, 40)...))
	f.Add([]byte{0x65, 0x80, 0x00, 'z'})
	f.Add(bytes.Repeat([]byte{0xff}, 30))
	f.Add([]byte{0x05})
	f.Add([]byte{0x55})
	f.Fuzz(func(t *testing.T, b []byte) {
		// A thousand bytes before the entry are room for bases.
		p := headerPack(append(make([]byte, 1000), b...))
		e, err := p.entryAt(1012, int64(len(p.data)-20))
		typ, size, back, rest, ok := naiveHeader(b)
		if err != nil {
			possible := ok && len(b) > 0 && typ != 0 && typ != 5 && size <= float64(maxInflated(len(rest))) && (typ != ofsDelta || back > 0 && back <= 1000)
			// A size or offset in more bytes than any file needs is refused too.
			require.False(t, possible && len(b)-len(rest) < 9, "%v", err)
			return
		}
		require.True(t, ok)
		require.Equal(t, typ, e.typ)
		require.Equal(t, size, float64(e.size))
		require.Equal(t, rest, e.data)
		if typ == ofsDelta {
			require.Equal(t, 1012-back, float64(e.baseOff))
		}
	})
}

func deflate(level int, b []byte) []byte {
	var z bytes.Buffer
	w, _ := zlib.NewWriterLevel(&z, level)
	_, _ = w.Write(b)
	_ = w.Close()
	return z.Bytes()
}

func TestInflate(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	random := make([]byte, 3<<20)
	rnd.Read(random)
	var f inflater
	for _, content := range [][]byte{nil, {1}, bytes.Repeat([]byte("ab"), 1<<20), random} {
		for _, level := range []int{0, 1, 6, 9} {
			z := deflate(level, content)
			got, err := f.inflate([]byte("kept"), append(z, "what follows"...), int64(len(content)), true)
			require.NoError(t, err)
			require.True(t, bytes.Equal(got, append([]byte("kept"), content...)))

			_, err = f.inflate(nil, z, int64(len(content))+1, false)
			assert.ErrorIs(t, err, errSizeLie)
			_, err = f.inflate(nil, z[:len(z)-5], int64(len(content)), true)
			assert.Error(t, err, "cut off")
			_, err = f.inflate(nil, z[:len(z)-1], int64(len(content)), true)
			assert.ErrorIs(t, err, errChecksum, "cut in the checksum")
			z[len(z)-1]++
			_, err = f.inflate(nil, z, int64(len(content)), true)
			assert.ErrorIs(t, err, errChecksum)
			if len(content) > 0 {
				_, err = f.inflate(nil, z, int64(len(content))-1, false)
				assert.ErrorIs(t, err, errSizeLie)
			}
		}
	}
	for name, z := range map[string][]byte{"empty": nil, "one byte": {0x78}, "other method": {0x77, 0x01}, "wrong check bits": {0x78, 0x02}, "dictionary": {0x78, 0xbb}, "reserved block": {0x78, 0x9c, 0x07}} {
		_, err := f.inflate(nil, z, 1, false)
		assert.ErrorIs(t, err, errInflate, name)
	}
}

func FuzzInflate(f *testing.F) {
	f.Add(deflate(6, []byte("hello hello hello")), uint16(17))
	f.Add(deflate(0, []byte("stored")), uint16(6))
	f.Add([]byte{0x78, 0x9c}, uint16(0))
	f.Fuzz(func(t *testing.T, z []byte, size uint16) {
		got, err := new(inflater).inflate(nil, z, int64(size), true)
		if err != nil {
			return
		}
		require.Len(t, got, int(size))
		// The standard library agrees.
		r, err := zlib.NewReader(bytes.NewReader(z))
		require.NoError(t, err)
		want := make([]byte, 0, size)
		buf := bytes.NewBuffer(want)
		_, err = buf.ReadFrom(r)
		require.NoError(t, err)
		require.True(t, bytes.Equal(buf.Bytes(), got))
	})
}
