package token

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestKeePass(t *testing.T) {
	le := binary.LittleEndian
	head := func(kind byte, version uint32) []byte {
		return le.AppendUint32([]byte{0x03, 0xd9, 0xa2, 0x9a, kind, 0xfb, 0x4b, 0xb5}, version)
	}
	text := func(b []byte, s string) []byte { return append(le.AppendUint32(b, uint32(len(s))), s...) }
	three := append(head(0x67, 3<<16|1), 4, 2, 0, 'a', 'b', 6, 8, 0)
	three = append(le.AppendUint64(three, 60000), 0, 4, 0, '\r', '\n', '\r', '\n')
	four := func(uuid, rounds string, n uint64) []byte {
		dict := []byte{0, 1}
		dict = text(text(append(dict, 0x42), "$UUID"), uuid)
		dict = text(text(append(dict, 0x05), rounds), string(le.AppendUint64(nil, n)))
		return text(append(head(0x67, 4<<16), 11), string(append(dict, 0)))
	}
	argon := "\xef\x63\x6d\xdf\x8c\x29\x44\x4b\x91\xf7\xa9\xa4\x03\xe3\x0a\x0c"
	one := append(head(0x65, 3), make([]byte, 112)...) // "version" stands where the flags are
	le.PutUint32(one[120:], 6000)
	for name, tc := range map[string]struct {
		file      []byte
		kind, kdf string
	}{
		"KDBX 3":         {three, "KeePass database (KDBX 3)", "AES-KDF, 60000 rounds"},
		"KDBX 4, Argon2": {four(argon, "I", 14), "KeePass database (KDBX 4)", "Argon2d, 14 rounds"},
		"KDBX 4, AES":    {four("\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea", "R", 6000), "KeePass database (KDBX 4)", "AES-KDF, 6000 rounds"},
		"KDB":            {one, "KeePass database (KDB)", "AES-KDF, 6000 rounds"},
		"a cut header":   {three[:20], "KeePass database (KDBX 3)", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := Read(&Input{Rule: "keepass-database", File: tc.file})
			require.NotNil(t, got)
			assert.Equal(t, "keepass", got.Family)
			assert.Equal(t, tc.kind, got.Kind)
			assert.Equal(t, tc.kdf, detailOf(got, "KDF"))
			assert.True(t, got.Encrypted)
		})
		for n := range tc.file { // nothing that is cut off trips it
			Read(&Input{File: tc.file[:n]})
		}
	}
	assert.Nil(t, Read(&Input{Rule: "keepass-database", File: []byte("no database")}))
	assert.Nil(t, Read(&Input{Rule: "keepass-database", File: append(three, make([]byte, maxFile)...)}), "more than is read")
}
