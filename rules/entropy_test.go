package rules_test

import (
	"math"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/rules"
)

func TestEntropy(t *testing.T) {
	allBytes := make([]byte, 256)
	for i := range allBytes {
		allBytes[i] = byte(i)
	}
	for text, want := range map[string]float64{
		"":                                    0,
		"a":                                   0,
		"aaaaaaaa":                            0,
		"ab":                                  1,
		"abab":                                1,
		"abcd":                                2,
		"aab":                                 math.Log2(3) - 2.0/3,
		"0123456789abcdef":                    4,
		string(allBytes):                      8,
		strings.Repeat(string(allBytes), 100): 8,
		"é":                                   1, // two bytes
	} {
		assert.InDelta(t, want, rules.Entropy(text), 1e-12, "%.20q", text)
	}
	assert.False(t, math.Signbit(rules.Entropy("aaaa")), "zero, not minus zero")
}

func FuzzEntropy(f *testing.F) {
	f.Add("", int64(1))
	f.Add("hunter2", int64(2))
	f.Add("\x00\xff\x00", int64(3))
	f.Fuzz(func(t *testing.T, s string, seed int64) {
		e := rules.Entropy(s)
		different := map[byte]bool{}
		for i := range len(s) {
			different[s[i]] = true
		}
		assert.GreaterOrEqual(t, e, 0.0)
		assert.LessOrEqual(t, e, math.Log2(float64(max(len(different), 1)))+1e-9, "at most that of so many different bytes")
		if len(different) > 1 {
			assert.Positive(t, e)
		} else {
			assert.Zero(t, e)
		}
		b := []byte(s)
		r := rand.New(rand.NewSource(seed))
		r.Shuffle(len(b), func(i, j int) { b[i], b[j] = b[j], b[i] })
		assert.InDelta(t, e, rules.Entropy(string(b)), 1e-9, "in any order")
		other := byte(r.Intn(256))
		for i := range b {
			b[i] ^= other
		}
		assert.InDelta(t, e, rules.Entropy(string(b)), 1e-9, "whatever the bytes are")
		assert.InDelta(t, e, rules.Entropy(s+s), 1e-9, "twice the same says no more a byte")
	})
}
