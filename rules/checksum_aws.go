package rules

import (
	"encoding/base32"
	"encoding/binary"
	"math/rand"
)

// The characters after the prefix of an AWS key id are base32, and the first six
// bytes hold the account's number of twelve digits
// (docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html names the
// prefixes; sts:GetAccessKeyInfo answers with the account).
var (
	_ = registerChecksum("aws-key-id", func(secret string) bool {
		account, ok := awsAccount(secret)
		return ok && account > 0 && account < 1_000_000_000_000
	})
	_ = registerTemplate("aws-key-id", func(r *rand.Rand, prefix string) string {
		for {
			id := prefix + draw(r, base32Digits, 16)
			if account, ok := awsAccount(id); ok && account > 0 && account < 1_000_000_000_000 {
				return id
			}
		}
	})
)

func awsAccount(id string) (uint64, bool) {
	if len(id) != 20 {
		return 0, false
	}
	b, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(id[4:])
	if err != nil || len(b) < 6 {
		return 0, false
	}
	var raw [8]byte
	copy(raw[2:], b[:6])
	return binary.BigEndian.Uint64(raw[:]) & 0x7fffffffff80 >> 7, true
}
