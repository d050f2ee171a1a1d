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
	return "ls1-" + keyed(key, f.Rule, f.Secret.Reveal(), f.Origin.Repo, f.Origin.Path, string(placeOf(f)), f.Origin.Ref)
}

// secretID identifies a secret wherever it stands and whatever finds it, keyed in
// the same way. What has no text, such as a file that is a secret by its name, has
// none.
func secretID(key []byte, s leak.Secret) string {
	if !s.Known() {
		return ""
	}
	return "sid1-" + keyed(key, "the secret itself", s.Reveal())
}

// keyed is an HMAC of parts with their lengths, so that no two lists of parts make
// one text.
func keyed(key []byte, parts ...string) string {
	h := hmac.New(sha256.New, key)
	for _, part := range parts {
		_, _ = h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		_, _ = h.Write([]byte(part))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// placeOf is the kind of place, but the same for a file wherever it was read
// from, so that every mode gives one secret one fingerprint.
func placeOf(f *leak.Finding) leak.Kind {
	if f.Origin.Kind == leak.KindStdin {
		return leak.KindFile
	}
	return f.Origin.Kind
}
