package leak

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"hash/maphash"
)

// A Secret's methods do not stand in the way of a printer that reads fields by
// reflection: fmt does so for a field that is not exported, for %p and for a
// misplaced %w, and so do spew, testify's diffs and debuggers' dumps. So the
// field holds the value encrypted under a key of this process: a nonce made of
// the value, then AES-CTR. Equal values are sealed to equal strings.
//
// This guards against accidents. It does not protect the memory of the process,
// which holds the key.
var (
	sealCipher = newSealCipher()
	sealNonce  = maphash.MakeSeed()
)

func newSealCipher() cipher.Block {
	key := make([]byte, 16)
	_, _ = rand.Read(key)          // never fails
	block, _ := aes.NewCipher(key) // fails for other lengths of key only
	return block
}

const nonceSize = 8

func seal(clear string) string {
	if clear == "" {
		return ""
	}
	b := make([]byte, nonceSize+len(clear))
	binary.LittleEndian.PutUint64(b, maphash.String(sealNonce, clear))
	copy(b[nonceSize:], clear)
	combine(b)
	return string(b)
}

func unseal(sealed string) string {
	if sealed == "" {
		return ""
	}
	b := []byte(sealed)
	combine(b)
	return string(b[nonceSize:])
}

// combine turns what follows the nonce into its sealed form or back.
func combine(b []byte) {
	var iv [aes.BlockSize]byte
	copy(iv[:], b[:nonceSize])
	text := b[nonceSize:]
	cipher.NewCTR(sealCipher, iv[:]).XORKeyStream(text, text)
}
