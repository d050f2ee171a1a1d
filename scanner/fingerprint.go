package scanner

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// fingerprint identifies a secret at a place under a rule: an HMAC, keyed by the
// repository, over the three. It has no line number in it, so that it survives
// edits above the secret, and with the key unknown there is nothing to try
// guesses on. The prefix is the version of how it is made; ignore files and
// baselines keep fingerprints for years.
func fingerprint(key []byte, f *leak.Finding) string {
	h := hmac.New(sha256.New, key)
	for _, part := range []string{f.Rule, f.Secret.Reveal(), f.Origin.Repo, f.Origin.Path, string(placeOf(f)), f.Origin.Ref} {
		// With their lengths, so that no two lists of parts make one text.
		_, _ = h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		_, _ = h.Write([]byte(part))
	}
	return "ls1-" + hex.EncodeToString(h.Sum(nil)[:16])
}

// placeOf is the kind of place, but the same for a file wherever it was read
// from, so that every mode gives one secret one fingerprint.
func placeOf(f *leak.Finding) leak.Kind {
	if f.Origin.Kind == leak.KindStdin {
		return leak.KindFile
	}
	return f.Origin.Kind
}
