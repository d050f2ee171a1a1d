package token

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Secret keys of minisign (jedisct1.github.io/minisign, "Secret key format") and of
// OpenBSD's signify (signify.c, struct enckey). Both are base64 of "Ed" and what
// derives a key of the passphrase.
var _ = later(func() { register(Family{Name: "minisign", Tell: tellMinisign}) })

const (
	minisignSize = 158 // algorithm 2, KDF 2, checksum 2, salt 32, limits 16, key number 8, key 64, checksum 32
	signifySize  = 104 // algorithm 2, KDF 2, rounds 4, salt 16, checksum 8, key number 8, key 64
)

func tellMinisign(in *Input, t *leak.Token) bool {
	text := strings.TrimSpace(in.Secret)
	if strings.HasPrefix(text, "dW50cnVzdGVkIGNvbW1lbnQ6") && len(text) < 2048 { // the whole file in base64, as Tauri has it
		whole, err := base64.StdEncoding.DecodeString(padded(text))
		if err != nil {
			return false
		}
		text = string(whole)
	}
	if i := strings.LastIndexByte(strings.TrimSpace(text), '\n'); i >= 0 {
		text = strings.TrimSpace(text[i:])
	}
	if !strings.HasPrefix(text, "RW") || len(text) > 256 {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(padded(strings.TrimSpace(text)))
	if err != nil || len(key) != minisignSize && len(key) != signifySize || string(key[:2]) != "Ed" {
		return false
	}
	t.NeverExpires, t.Grants = true, []string{"signs files and releases as their publisher"}
	detail(t, "Algorithm", "Ed25519")
	if len(key) == signifySize {
		return tellSignify(in, t, key)
	}
	t.Issuer, t.Kind = "minisign", "minisign secret key"
	if string(key[2:4]) == "\x00\x00" {
		t.Subject = fmt.Sprintf("key %X", binary.LittleEndian.Uint64(key[54:62]))
		risk(t, 0, "it has no passphrase")
		return true
	}
	detail(t, "KDF", fmt.Sprintf("scrypt, %d KiB", binary.LittleEndian.Uint64(key[46:54])>>10))
	protected(in, t, "")
	return true
}

func tellSignify(in *Input, t *leak.Token, key []byte) bool {
	t.Issuer, t.Kind = "signify", "signify secret key"
	t.Subject = fmt.Sprintf("key %x", key[32:40])
	rounds := binary.BigEndian.Uint32(key[4:8])
	if rounds == 0 {
		risk(t, 0, "it has no passphrase")
		return true
	}
	detail(t, "KDF", fmt.Sprintf("bcrypt, %d rounds", rounds))
	protected(in, t, "")
	return true
}
