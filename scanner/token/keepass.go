package token

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// KeePass databases (keepass.info/help/kb/kdbx.html; for KDB, keepass.info's source of
// 1.x, PwStructs.h): two signatures, a version and, in KDBX, fields in clear that say
// how the key is made of the master password. What is in one is always encrypted.
var _ = later(func() { register(Family{Name: "keepass", Files: true, Tell: tellKeePass}) })

// Fields of a header of KDBX.
const (
	kdbxEnd           = 0
	kdbxRounds        = 6  // of AES-KDF, in KDBX 3
	kdbxKDFParameters = 11 // in KDBX 4
)

// UUIDs of key derivations, as KDBX 4 has them under "$UUID".
var kdbxKDFs = map[string]string{
	"\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea": "AES-KDF",
	"\x7c\x02\xbb\x82\x79\xa7\x4a\xc0\x92\x7d\x11\x4a\x00\x64\x82\x38": "AES-KDF",
	"\xef\x63\x6d\xdf\x8c\x29\x44\x4b\x91\xf7\xa9\xa4\x03\xe3\x0a\x0c": "Argon2d",
	"\x9e\x29\x8b\x19\x56\xdb\x47\x73\xb2\x3d\xfc\x3e\xc6\xf0\xa1\xe6": "Argon2id",
}

func tellKeePass(in *Input, t *leak.Token) bool {
	if !strings.HasPrefix(in.Secret, "A9mim") || len(in.Secret) > maxStore { // 03 D9 A2 9A, in base64
		return false
	}
	b, err := base64.StdEncoding.DecodeString(in.Secret)
	if err != nil || len(b) < 12 || string(b[:4]) != "\x03\xd9\xa2\x9a" || string(b[5:8]) != "\xfb\x4b\xb5" {
		return false
	}
	t.NeverExpires = true
	kdf, rounds := "AES-KDF", uint64(0)
	if b[4] == 0x65 { // KeePass 1: flags, version, two seeds, counts, a hash, and the rounds
		t.Kind = "KeePass database (KDB)"
		if len(b) >= 124 {
			rounds = uint64(binary.LittleEndian.Uint32(b[120:]))
		}
	} else {
		major := binary.LittleEndian.Uint16(b[10:])
		t.Kind = "KeePass database (KDBX " + strconv.Itoa(int(major)) + ")"
		kdf, rounds = kdbxHeader(b[12:], major)
	}
	if rounds > 0 {
		kdf += ", " + strconv.FormatUint(rounds, 10) + " rounds"
	}
	detail(t, "KDF", kdf)
	protected(in, t, "")
	return true
}

// kdbxHeader returns how the key is derived; "" and 0 for what a header does not say.
func kdbxHeader(b []byte, major uint16) (kdf string, rounds uint64) {
	size := 2 // of the length of a field
	if major >= 4 {
		size = 4
	}
	for len(b) > size && b[0] != kdbxEnd {
		n := uint64(binary.LittleEndian.Uint16(b[1:]))
		if size == 4 {
			n = uint64(binary.LittleEndian.Uint32(b[1:]))
		}
		id, rest := b[0], b[1+size:]
		if n > uint64(len(rest)) {
			return "", 0
		}
		switch {
		case id == kdbxRounds && n == 8:
			return "AES-KDF", binary.LittleEndian.Uint64(rest)
		case id == kdbxKDFParameters:
			return kdbxParameters(rest[:n])
		}
		b = rest[n:]
	}
	return "", 0
}

// kdbxParameters reads a VariantDictionary: a version, then type, name and value each.
func kdbxParameters(b []byte) (kdf string, rounds uint64) {
	b = b[min(2, len(b)):]
	for len(b) > 0 && b[0] != 0 {
		name, rest, ok := kdbxText(b[1:])
		if !ok {
			break
		}
		value, rest, ok := kdbxText(rest)
		if !ok {
			break
		}
		switch {
		case name == "$UUID":
			kdf = kdbxKDFs[value]
		case (name == "R" || name == "I") && len(value) == 8: // of AES-KDF, of Argon2
			rounds = binary.LittleEndian.Uint64([]byte(value))
		}
		b = rest
	}
	return kdf, rounds
}

// kdbxText reads a length in 32 bits and as many bytes.
func kdbxText(b []byte) (text string, rest []byte, ok bool) {
	if len(b) < 4 {
		return "", nil, false
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if b = b[4:]; n > uint64(len(b)) {
		return "", nil, false
	}
	return string(b[:n]), b[n:], true
}
