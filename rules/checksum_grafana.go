package rules

import (
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"math/rand"
	"strconv"
	"strings"
)

// Grafana's service account tokens are "glsa_", 32 characters, "_" and the
// CRC-32 of all before that underscore, its least significant byte first, in
// hexadecimal: pkg/components/satokengen of Grafana.
var (
	_ = registerChecksum("grafana", func(secret string) bool {
		i := strings.LastIndexByte(secret, '_')
		return i > 0 && grafanaSum(secret[:i]) == secret[i+1:]
	})
	// The argument is the number of random characters, when it is not 32.
	_ = registerTemplate("grafana-sa", func(r *rand.Rand, argument string) string {
		n, err := strconv.Atoi(argument)
		if err != nil || n < 1 {
			n = 32
		}
		key := "glsa" + "_" + draw(r, base62Digits, n)
		return key + "_" + grafanaSum(key)
	})
	_ = registerTemplate("grafana-sa-bad", func(r *rand.Rand, _ string) string {
		key := "glsa" + "_" + draw(r, base62Digits, 32)
		return key + "_" + grafanaSum(key+"x")
	})
)

func grafanaSum(key string) string {
	return hex.EncodeToString(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(key))))
}
