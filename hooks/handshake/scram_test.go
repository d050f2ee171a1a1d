package handshake

import (
	"crypto/sha1"
	"crypto/sha256"
	"hash"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The conversations of RFC 5802, section 5, and RFC 7677, section 3.
func TestSCRAMOfTheRFCs(t *testing.T) {
	for _, c := range []struct {
		name                        string
		hash                        func() hash.Hash
		nonce, server, final, proof string
	}{
		{
			"SCRAM-SHA-1", sha1.New, "fyko+d2lbbFgONRv9qkxdawL",
			"r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
			"c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
			"v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
		},
		{
			"SCRAM-SHA-256", sha256.New, "rOprNGfwEbeRWgbNEkqO",
			"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
			"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
			"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScram(c.hash, "user", "pencil")
			s.nonce = c.nonce
			assert.Equal(t, "n,,n=user,r="+c.nonce, s.first())
			assert.False(t, s.proved("v="), "before anything was proved")
			final, err := s.final(c.server)
			require.NoError(t, err)
			assert.Equal(t, c.final, final)
			assert.True(t, s.proved(c.proof))
			assert.False(t, s.proved("v=AAAA"))
			assert.False(t, s.proved("e=other-error"))
		})
	}
}

func TestSCRAMRefusesServersThatAreNone(t *testing.T) {
	for name, server := range map[string]string{
		"another nonce":             "r=zzzzzzzz,s=QSXCR+Q6sek8bf92,i=4096",
		"the nonce of the client":   "r=nonce,s=QSXCR+Q6sek8bf92,i=4096",
		"too many rounds":           "r=nonce1,s=QSXCR+Q6sek8bf92,i=99999999",
		"no rounds":                 "r=nonce1,s=QSXCR+Q6sek8bf92,i=0",
		"a salt that is no base64":  "r=nonce1,s=!,i=4096",
		"an extension that matters": "m=x,r=nonce1,s=QSXCR+Q6sek8bf92,i=4096",
		"nothing":                   "",
	} {
		t.Run(name, func(t *testing.T) {
			s := newScram(sha256.New, "user", "pencil")
			s.nonce = "nonce"
			s.first()
			_, err := s.final(server)
			assert.ErrorIs(t, err, errProtocol)
		})
	}
}

func TestSCRAMEscapesNames(t *testing.T) {
	s := newScram(sha256.New, "a,b=c", "pencil")
	assert.Contains(t, s.first(), "n=a=2Cb=3Dc,")
}
