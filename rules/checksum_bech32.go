package rules

import (
	"math/rand"
	"strings"
)

// Keys of Nostr (NIP-19), Cardano (CIP-5), Sui (SIP-15) and Zcash (ZIP-32) are in
// Bech32, too, but in lower case.
var (
	_ = registerTemplate("bech32of", func(r *rand.Rand, argument string) string {
		return strings.ToLower(sampleBech32(r, argument))
	})
	_ = registerTemplate("bech32of-bad", func(r *rand.Rand, argument string) string {
		return spoilIn(strings.ToLower(sampleBech32(r, argument)), strings.ToLower(bech32Digits))
	})
)
