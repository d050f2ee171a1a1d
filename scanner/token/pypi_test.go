package token

import (
	"encoding/base64"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
)

// pypiToken is a token of format version 2 with these caveats.
func pypiToken(location string, caveats ...string) string {
	packet := func(b []byte, kind byte, data string) []byte {
		b = binary.AppendUvarint(append(b, kind), uint64(len(data)))
		return append(b, data...)
	}
	b := packet(packet([]byte{2}, 1, location), 2, uuid())
	b = append(b, 0)
	for _, c := range caveats {
		b = append(packet(b, 2, c), 0)
	}
	b = packet(append(b, 0), 6, fill(base62, 32))
	return "pypi-" + base64.RawURLEncoding.EncodeToString(b)
}

func TestPyPI(t *testing.T) {
	id := "Token id " + uuid()
	checkFacts(t, []want{
		{given{value: pypiToken("pypi.org", `{"version": 1, "permissions": "user"}`)},
			"pypi: API token of a whole account; never expires; host pypi.org; " + id + "; risk +1 it is not limited to a project"},
		{given{value: pypiToken("pypi.org", `{"version": 1, "permissions": {"projects": ["sampleproject"]}}`)},
			"pypi: API token of a project; scopes project sampleproject; never expires; host pypi.org; " + id},
		{given{value: pypiToken("pypi.org", `[3, "6f1f"]`)},
			"pypi: API token of a whole account; subject user 6f1f; never expires; host pypi.org; " + id + "; risk +1 it is not limited to a project"},
		{given{value: pypiToken("pypi.org", `[1, ["a", "b"]]`, `[2, ["c1"]]`, `[0, 1767225600, 1735689600]`, `[0, 1798761600, 1735689600]`)},
			"pypi: API token of a project; scopes project a,project b,project id c1; not before 2025-01-01T00:00:00Z; expires 2026-01-01T00:00:00Z; host pypi.org; " + id},
		{given{value: pypiToken("pypi.org", `{"nbf": 1735689600, "exp": 1735690500}`, `[4, "pub"]`)},
			"pypi: API token of a trusted publisher; subject publisher pub; not before 2025-01-01T00:00:00Z; expires 2025-01-01T00:15:00Z; host pypi.org; " + id},
		{given{value: pypiToken("test.pypi.org", `[1, ["a"]]`)},
			"pypi: API token of a project; scopes project a; never expires; environment test; host test.pypi.org; " + id + "; risk -1 it is of the test index"},
		{given{value: "pypi-" + chars(60)}, "pypi: API token"},
		{given{value: pypiToken("pypi.org", `[0, "x"]`, `[]`, `[[1]]`, `null`, "\xff")[:90]}, "pypi: API token"},
		{given{value: pypiToken("pypi.org", `[0, "x"]`, `[]`, `[[1]]`, `null`, "\xff")}, "pypi: API token; host pypi.org; " + id},
	})
}

func FuzzReadMacaroon(f *testing.F) {
	f.Add([]byte{2, 1, 1, 'a', 2, 1, 'b', 0, 2, 2, '[', ']', 0, 0, 6, 0})
	f.Add([]byte{2, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		m, ok := readMacaroon(b)
		size := len(m.location) + len(m.id)
		for _, c := range m.caveats {
			size += len(c)
		}
		assert.LessOrEqual(t, size, len(b))
		assert.False(t, ok && m.id == nil)
	})
}
