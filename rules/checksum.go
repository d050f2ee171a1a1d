package rules

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/hex"
	"maps"
	"slices"
)

// Checksums holds the checks that a rule can name in its key "checksum". Each
// takes the secret and reports whether it can be a real one; it does not panic
// and is safe for concurrent use. A check stands in a file of its own,
// checksum_<name>.go, with the source of the format and the template that makes
// samples, and adds itself; nothing is added after start.
var Checksums = map[string]func(secret string) bool{}

// registerChecksum is called from package-level variables, once a name.
func registerChecksum(name string, check func(secret string) bool) struct{} {
	if _, dup := Checksums[name]; dup {
		panic("rules: two checksums called " + name) // at start of any program or test, never on input
	}
	Checksums[name] = check
	return struct{}{}
}

// ChecksumNames returns the names in Checksums, sorted.
func ChecksumNames() []string { return slices.Sorted(maps.Keys(Checksums)) }

// knownAES returns the cipher of a key that everybody knows, in hexadecimal.
func knownAES(digits string) cipher.Block {
	key, err := hex.DecodeString(digits)
	if err != nil {
		panic(err) // a constant
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	return block
}
