package token

import (
	"crypto/sha1" //nolint:gosec // version 4 fingerprints are SHA-1 by definition
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// OpenPGP secret keys (RFC 9580, and RFC 4880 before it): a sequence of packets, of
// which the public half, the user ids and the self-signatures stand in clear.
var _ = later(func() { register(Family{Name: "pgp", Tell: tellPGP}) })

// Packet types (RFC 9580, section 5).
const (
	pgpSignature = 2
	pgpSecretKey = 5
	pgpSecretSub = 7
	pgpUserID    = 13
)

const maxPGPPackets = 500

func tellPGP(in *Input, t *leak.Token) bool {
	_, rest, ok := strings.Cut(in.Secret, "-----BEGIN PGP PRIVATE KEY BLOCK-----")
	if !ok {
		return false
	}
	t.Kind, t.NeverExpires = "OpenPGP private key", true
	body, _, _ := strings.Cut(unescaped(rest[:min(len(rest), maxPEM)]), "-----END")
	key := readPGP(dearmoured(body))
	if len(key.keys) == 0 {
		detail(t, "Content", "not readable: cut, changed or made up")
		return true
	}
	key.tell(in, t)
	return true
}

// dearmoured returns the packets within armour (RFC 9580, section 6), whose checksum
// line is left out.
func dearmoured(body string) []byte {
	var text strings.Builder
	for l := range strings.Lines(body) {
		l = strings.Trim(l, " \t\r\n#*;>|\"',")
		if strings.Contains(l, ": ") || strings.HasPrefix(l, "=") {
			continue
		}
		text.WriteString(base64Runs(l))
	}
	s := strings.TrimRight(text.String(), "=")
	b, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil { // what was read until then still counts
		b, _ = base64.RawStdEncoding.DecodeString(s[:len(s)/4*4])
	}
	return b
}

// pgpKey is a key and its subkeys.
type pgpKey struct {
	keys  []pgpPart
	users []string
}

// pgpPart is a key or a subkey.
type pgpPart struct {
	created     uint32
	algorithm   string
	bits        int
	fingerprint []byte
	protection  string // "" for none
	encrypted   bool
	elsewhere   string // where the secret is that is not here: "on a smart card"
	lifetime    uint32 // seconds after created; 0: for ever
	flags       byte   // what it may do: RFC 9580, section 5.2.3.29
}

// id is the key id: eight bytes of the fingerprint.
func (p *pgpPart) id() string {
	if len(p.fingerprint) == sha1.Size {
		return fmt.Sprintf("%X", p.fingerprint[sha1.Size-8:])
	}
	return fmt.Sprintf("%X", p.fingerprint[:8])
}

func (k *pgpKey) tell(in *Input, t *leak.Token) {
	first := &k.keys[0]
	t.Kind = "OpenPGP private key (" + first.algorithm + ")"
	detail(t, "Key id", first.id())
	detail(t, "Fingerprint", fmt.Sprintf("%X", first.fingerprint))
	if first.bits > 0 {
		detail(t, "Size", strconv.Itoa(first.bits)+" bits")
	}
	if len(k.users) > 0 {
		t.Subject = k.users[0]
	}
	for _, u := range k.users[min(1, len(k.users)):min(5, len(k.users))] {
		detail(t, "User id", u)
	}
	made := time.Unix(int64(first.created), 0)
	t.Issued = date(made)
	if end := date(made.Add(time.Duration(first.lifetime) * time.Second)); first.lifetime > 0 && end != nil {
		// Not t.Expires: the key can be given a new date with itself, and decrypts without.
		detail(t, "Date of expiry", end.Format(time.DateOnly)+", which its holder can change")
	}
	var may byte
	clear, hidden, away := 0, 0, 0
	for i := range k.keys {
		p := &k.keys[i]
		switch {
		case p.elsewhere != "":
			away++
		case p.encrypted:
			hidden++
		default:
			clear++
		}
		if p.elsewhere == "" {
			may |= p.flags
		}
		if i > 0 && i < 6 {
			detail(t, "Subkey", strings.TrimSuffix(p.id()+", "+p.algorithm+", "+p.elsewhere, ", "))
		}
	}
	t.Grants = pgpGrants(may)
	if first.elsewhere != "" {
		risk(t, 0, "the secret of the primary key is "+first.elsewhere)
	}
	switch {
	case clear+hidden == 0:
		risk(t, -2, "no secret is in it: all are elsewhere")
	case clear == 0:
		detail(t, "Encryption", k.protection())
		protected(in, t, "")
	}
}

func (k *pgpKey) protection() string {
	for _, p := range k.keys {
		if p.protection != "" {
			return p.protection
		}
	}
	return ""
}

func pgpGrants(flags byte) (grants []string) {
	for _, g := range []struct {
		bits byte
		text string
	}{{1, "certifies other keys"}, {2, "signs, as commits and packages"}, {0x0c, "decrypts what was sent to its owner"}, {0x20, "signs in (SSH)"}} {
		if flags&g.bits != 0 {
			grants = append(grants, g.text)
		}
	}
	return grants
}

// readPGP goes through packets until one is malformed.
func readPGP(data []byte) (k pgpKey) {
	for range maxPGPPackets {
		tag, body, rest, ok := pgpPacket(data)
		if !ok {
			break
		}
		data = rest
		switch tag {
		case pgpSecretKey, pgpSecretSub:
			if tag == pgpSecretKey && len(k.keys) > 0 {
				return k // another key of a ring
			}
			p, ok := readSecretKey(body)
			if !ok {
				return k
			}
			k.keys = append(k.keys, p)
		case pgpUserID:
			if len(k.users) < 20 {
				k.users = append(k.users, line(string(body)))
			}
		case pgpSignature:
			if len(k.keys) > 0 {
				readSelfSignature(body, &k)
			}
		}
	}
	return k
}

// pgpPacket takes the first packet off (RFC 9580, section 4.2). Partial lengths do not
// occur in keys.
func pgpPacket(data []byte) (tag byte, body, rest []byte, ok bool) {
	if len(data) < 2 || data[0]&0x80 == 0 {
		return 0, nil, nil, false
	}
	head, size := data[0], uint64(0)
	data = data[1:]
	if head&0x40 != 0 { // the format of RFC 4880 and later
		tag = head & 0x3f
		size, data, ok = pgpLength(data)
	} else {
		tag = head >> 2 & 0x0f
		width := 1 << (head & 3)
		if width == 8 || len(data) < width { // 8: of a length that is not said
			return 0, nil, nil, false
		}
		for _, b := range data[:width] {
			size = size<<8 | uint64(b)
		}
		data, ok = data[width:], true
	}
	if !ok || size > uint64(len(data)) {
		return 0, nil, nil, false
	}
	return tag, data[:size], data[size:], true
}

// pgpLength reads a length of one, two or five bytes.
func pgpLength(data []byte) (size uint64, rest []byte, ok bool) {
	switch {
	case len(data) == 0:
		return 0, nil, false
	case data[0] < 192:
		return uint64(data[0]), data[1:], true
	case data[0] < 224 && len(data) >= 2:
		return uint64(data[0]-192)<<8 + uint64(data[1]) + 192, data[2:], true
	case data[0] == 255 && len(data) >= 5:
		return uint64(binary.BigEndian.Uint32(data[1:])), data[5:], true
	}
	return 0, nil, false
}

// pgpAlgorithms are the public-key algorithms (RFC 9580, section 9.1) by the parts
// that their public half has: numbers, a curve before them, bytes at the end.
var pgpAlgorithms = map[byte]struct {
	name    string
	curve   bool
	numbers int
	fixed   int
	kdf     bool
}{
	1: {name: "RSA", numbers: 2}, 2: {name: "RSA", numbers: 2}, 3: {name: "RSA", numbers: 2},
	16: {name: "Elgamal", numbers: 3}, 17: {name: "DSA", numbers: 4},
	18: {name: "ECDH", curve: true, numbers: 1, kdf: true}, 19: {name: "ECDSA", curve: true, numbers: 1}, 22: {name: "EdDSA", curve: true, numbers: 1},
	25: {name: "X25519", fixed: 32}, 26: {name: "X448", fixed: 56}, 27: {name: "Ed25519", fixed: 32}, 28: {name: "Ed448", fixed: 57},
}

// pgpCurves are the OIDs of section 9.2, as bytes.
var pgpCurves = map[string]string{
	"\x2a\x86\x48\xce\x3d\x03\x01\x07":         "P-256",
	"\x2b\x81\x04\x00\x22":                     "P-384",
	"\x2b\x81\x04\x00\x23":                     "P-521",
	"\x2b\x81\x04\x00\x0a":                     "secp256k1",
	"\x2b\x24\x03\x03\x02\x08\x01\x01\x07":     "brainpoolP256r1",
	"\x2b\x24\x03\x03\x02\x08\x01\x01\x0b":     "brainpoolP384r1",
	"\x2b\x24\x03\x03\x02\x08\x01\x01\x0d":     "brainpoolP512r1",
	"\x2b\x06\x01\x04\x01\xda\x47\x0f\x01":     "Ed25519",
	"\x2b\x06\x01\x04\x01\x97\x55\x01\x05\x01": "Curve25519",
}

// readSecretKey reads a Secret-Key packet (section 5.5.3).
func readSecretKey(body []byte) (p pgpPart, ok bool) {
	if len(body) < 6 {
		return p, false
	}
	version := body[0]
	p.created = binary.BigEndian.Uint32(body[1:])
	a, known := pgpAlgorithms[body[5]]
	if !known || version < 4 || version > 6 {
		return p, false
	}
	p.algorithm = a.name
	at := 6
	if version > 4 {
		at += 4 // the length of what follows
	}
	at = readPGPPublic(&p, body, at, body[5])
	if at == 0 || at >= len(body) {
		return p, false
	}
	p.fingerprint = pgpFingerprint(version, body[:at])
	p.protect(version, body[at:])
	return p, true
}

// readPGPPublic reads the public half at an offset and returns where it ends, 0 for
// one that is malformed.
func readPGPPublic(p *pgpPart, body []byte, at int, algorithm byte) int {
	a := pgpAlgorithms[algorithm]
	if a.curve {
		if at >= len(body) || at+1+int(body[at]) > len(body) {
			return 0
		}
		if curve := pgpCurves[string(body[at+1:at+1+int(body[at])])]; curve != "" {
			p.algorithm += " " + curve
		}
		at += 1 + int(body[at])
	}
	for i := range a.numbers {
		if at+2 > len(body) {
			return 0
		}
		bits := int(binary.BigEndian.Uint16(body[at:]))
		if i == 0 && !a.curve {
			p.bits = bits
		}
		at += 2 + (bits+7)/8
	}
	at += a.fixed
	if a.kdf {
		if at >= len(body) {
			return 0
		}
		at += 1 + int(body[at])
	}
	if at > len(body) {
		return 0
	}
	return at
}

// pgpFingerprint hashes a public half (section 5.5.4).
func pgpFingerprint(version byte, public []byte) []byte {
	size := uint32(len(public))
	if version == 4 {
		sum := sha1.Sum(append([]byte{0x99, byte(size >> 8), byte(size)}, public...)) //nolint:gosec // see the import
		return sum[:]
	}
	mark := byte(0x9b)
	if version == 5 {
		mark = 0x9a // LibrePGP, which GnuPG 2.4 writes
	}
	sum := sha256.Sum256(append(binary.BigEndian.AppendUint32([]byte{mark}, size), public...))
	return sum[:]
}

// pgpCiphers are the symmetric algorithms of section 9.3.
var pgpCiphers = map[byte]string{1: "IDEA", 2: "3DES", 3: "CAST5", 4: "Blowfish", 7: "AES-128", 8: "AES-192", 9: "AES-256", 10: "Twofish"}

// protect reads how the secret half is encrypted: section 3.7.2 and, for what is on a
// card or left out, doc/DETAILS of GnuPG.
func (p *pgpPart) protect(version byte, secret []byte) {
	usage := secret[0]
	if usage == 0 {
		return
	}
	p.encrypted = true
	rest := secret[1:]
	if version > 4 && len(rest) > 0 {
		rest = rest[1:] // the length of what follows
	}
	if usage < 253 || len(rest) < 3 {
		p.protection = pgpCiphers[usage]
		return
	}
	p.protection = pgpCiphers[rest[0]]
	rest = rest[1:]
	if usage == 253 { // AEAD: its algorithm
		rest = rest[1:]
	}
	if version > 5 && len(rest) > 0 {
		rest = rest[1:] // the length of the specifier
	}
	if len(rest) < 2 {
		return
	}
	switch rest[0] {
	case 3:
		if len(rest) > 10 {
			c := rest[10]
			p.protection += ", iterated over " + strconv.Itoa((16+int(c&15))<<(int(c>>4)+6)) + " bytes"
		}
	case 4:
		p.protection += ", Argon2"
	case 101:
		if len(rest) > 5 && string(rest[2:5]) == "GNU" {
			p.elsewhere = map[byte]string{1: "kept elsewhere", 2: "on a smart card"}[rest[5]]
		}
	}
}

// Types of signatures of a key over its own (section 5.2.1).
const (
	pgpCertification = 0x10 // to 0x13
	pgpBinding       = 0x18
	pgpDirect        = 0x1f
)

// readSelfSignature takes from a signature what the key says of itself: for how long,
// and what it may do. A signature of others has that, too, for none.
func readSelfSignature(body []byte, k *pgpKey) {
	if len(body) < 6 || body[0] < 4 || body[0] > 6 {
		return
	}
	kind := body[1]
	p := &k.keys[0]
	switch {
	case kind == pgpBinding:
		p = &k.keys[len(k.keys)-1]
	case kind == pgpDirect, kind >= pgpCertification && kind <= pgpCertification+3:
	default:
		return
	}
	width := 2
	if body[0] == 6 {
		width = 4
	}
	at := 4 + width
	if at > len(body) {
		return
	}
	size := uint64(0)
	for _, b := range body[4:at] {
		size = size<<8 | uint64(b)
	}
	hashed := body[at:]
	hashed = hashed[:min(size, uint64(len(hashed)))]
	for len(hashed) > 0 {
		n, rest, ok := pgpLength(hashed)
		if !ok || n == 0 || n > uint64(len(rest)) {
			return
		}
		value := rest[1:n]
		switch rest[0] & 0x7f {
		case 9: // key expiration time
			if len(value) == 4 {
				p.lifetime = binary.BigEndian.Uint32(value)
			}
		case 27: // key flags
			if len(value) > 0 {
				p.flags = value[0]
			}
		}
		hashed = rest[n:]
	}
}
