package inflate

import (
	"bytes"
	stdflate "compress/flate"
	"encoding/binary"
	"errors"
	"hash/adler32"
	"io"
	"testing"

	"github.com/klauspost/compress/flate"
	"github.com/stretchr/testify/require"
)

// twin is the slow twin: the same question, answered by a streaming reader.
// content is all that comes out, of a bad stream what comes before the fault.
func twin(newReader func(io.Reader) io.ReadCloser, z []byte) (content []byte, n int, err error) {
	if len(z) < 2 {
		return nil, 0, ErrTruncated
	}
	if z[0]&15 != 8 || z[0]>>4 > 7 || z[1]&0x20 != 0 || binary.BigEndian.Uint16(z)%31 != 0 {
		return nil, 0, ErrCorrupt
	}
	src := bytes.NewReader(z[2:])
	content, err = io.ReadAll(io.LimitReader(newReader(src), 64<<20))
	return content, len(z) - src.Len(), err
}

// check asks Decoder and its twins for size bytes of z, and returns what they
// said when they were to verify the checksum.
func check(t testing.TB, d *Decoder, z []byte, size int) error {
	t.Helper()
	want, n, wantErr := twin(stdflate.NewReader, z)
	again, _, againErr := twin(flate.NewReader, z)
	require.Equal(t, wantErr == nil, againErr == nil, "the twins disagree: %v, %v", wantErr, againErr)
	require.True(t, wantErr != nil || bytes.Equal(want, again), "the twins disagree")

	const before = "before"
	var last error
	for _, verify := range []bool{false, true} {
		got, took, err := d.Zlib([]byte(before), z, size, verify)
		trailer := z[min(n, len(z)):]
		switch {
		case wantErr != nil:
			// Which fault is seen first may differ. A code without an end of block is
			// refused at once, as by zlib, and by the twins only where it ends; and
			// they ask for more bits than the last symbols of what is cut off have.
			require.Error(t, err, "size %d, the twin says %v", size, wantErr)
			require.NotErrorIs(t, err, ErrShort)
			require.NotErrorIs(t, err, ErrChecksum)
			if len(want) <= size && !errors.Is(wantErr, io.ErrUnexpectedEOF) {
				require.NotErrorIs(t, err, ErrLong)
			}
		case len(want) > size:
			require.ErrorIs(t, err, ErrLong)
		case len(want) < size:
			require.ErrorIs(t, err, ErrShort)
		case verify && (len(trailer) < 4 || binary.BigEndian.Uint32(trailer) != adler32.Checksum(want)):
			require.ErrorIs(t, err, ErrChecksum)
		default:
			require.NoError(t, err)
			require.True(t, bytes.Equal(append([]byte(before), want...), got), "content")
			require.Equal(t, n+min(4, len(trailer)), took)
		}
		if err != nil {
			require.Nil(t, got)
		}
		last = err
	}
	return last
}
