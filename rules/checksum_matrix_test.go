package rules_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/rules"
)

// Made with the functions of Synapse (Python) and of the Matrix Authentication
// Service (Rust, written down in Python), and with Python's zlib. The tokens stand
// in pieces so that no file of the repository holds one.
func TestChecksumsBehindTheToken(t *testing.T) {
	for name, c := range map[string]struct {
		check  string
		pieces []string
	}{
		"Synapse, access":   {"matrix-synapse", []string{"syt", "_YWxpY2U_AbCdEfGhIjKl", "MnOpQrSt_1UdevA"}},
		"Synapse, refresh":  {"matrix-synapse", []string{"syr", "_YWxpY2U_zYxWvUtSrQpO", "nMlKjIhG_1R5c84"}},
		"MAS, access":       {"matrix-mas", []string{"mat", "_0a1B2c3D4e5F6g7H8i9J", "0k1L2m3N4o_LXj843"}},
		"MAS, refresh":      {"matrix-mas", []string{"mcr", "_0a1B2c3D4e5F6g7H8i9J", "0k1L2m3N4o_2UYiP2"}},
		"MAS, zeros before": {"matrix-mas", []string{"mat", "_00000000000000000000", "0000000189_00zDDG"}},
		"Trello":            {"trello", []string{"ATTA", strings.Repeat("0123456789abcdef", 4), "4DF02394"}},
	} {
		t.Run(name, func(t *testing.T) {
			token, check := strings.Join(c.pieces, ""), rules.Checksums[c.check]
			assert.True(t, check(token))
			for i := len(token) - 6; i < len(token); i++ {
				b := []byte(token)
				b[i] ^= 1
				assert.False(t, check(string(b)), "with another character at %d", i)
			}
			assert.False(t, check(token[:len(token)-1]))
			assert.False(t, check(token[:3]))
			assert.False(t, check(""))
		})
	}
}
