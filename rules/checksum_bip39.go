package rules

import (
	"crypto/sha256"
	_ "embed"
	"math/big"
	"math/rand"
	"slices"
	"strings"
	"sync"
)

// A mnemonic phrase of BIP-39 is 12, 15, 18, 21 or 24 words of a list of 2048, eleven
// bits each: 128 to 256 bits at random, and of their SHA-256 one bit for every 32. The
// list, English, is in order: github.com/bitcoin/bips/blob/master/bip-0039/english.txt.
var (
	_ = registerChecksum("bip39", validMnemonic)
	_ = registerTemplate("bip39", func(r *rand.Rand, bits string) string { return strings.Join(drawMnemonic(r, bits), " ") })
	_ = registerTemplate("bip39-bad", func(r *rand.Rand, bits string) string {
		words := drawMnemonic(r, bits)
		for i, w := range words[max(0, len(words)-1):] {
			at, _ := slices.BinarySearch(bip39Words(), w)
			words[len(words)-1+i] = bip39Words()[at^1]
		}
		return strings.Join(words, " ")
	})
)

//go:embed bip39.txt
var bip39List string

var bip39Words = sync.OnceValue(func() []string { return strings.Fields(bip39List) })

func validMnemonic(secret string) bool {
	words := strings.Fields(strings.ToLower(secret))
	if len(words) < 12 || len(words) > 24 || len(words)%3 != 0 {
		return false
	}
	number := new(big.Int)
	for _, w := range words {
		i, found := slices.BinarySearch(bip39Words(), w)
		if !found {
			return false
		}
		number.Or(number.Lsh(number, 11), big.NewInt(int64(i)))
	}
	checkBits := uint(len(words) / 3)
	entropy := new(big.Int).Rsh(number, checkBits).FillBytes(make([]byte, len(words)/3*4))
	return byte(number.Uint64())<<(8-checkBits) == firstBits(entropy, checkBits)
}

// firstBits returns the first n bits of the SHA-256 of b and zeros behind them.
func firstBits(b []byte, n uint) byte {
	sum := sha256.Sum256(b)
	return sum[0] >> (8 - n) << (8 - n)
}

// drawMnemonic draws the words of as many bytes as parts of drawBytes say.
func drawMnemonic(r *rand.Rand, parts string) []string {
	entropy := drawBytes(r, parts)
	checkBits := uint(len(entropy) / 4)
	number := new(big.Int).Lsh(new(big.Int).SetBytes(entropy), checkBits)
	number.Or(number, big.NewInt(int64(firstBits(entropy, checkBits)>>(8-checkBits))))
	words := make([]string, len(entropy)/4*3)
	for i := range slices.Backward(words) {
		words[i] = bip39Words()[new(big.Int).And(number, big.NewInt(2047)).Int64()]
		number.Rsh(number, 11)
	}
	return words
}
