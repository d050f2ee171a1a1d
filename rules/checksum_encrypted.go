package rules

import (
	"encoding/base64"
	"encoding/binary"
	"math/rand"
	"strings"
	"unicode"
)

// A private key in PEM is encrypted when its label says so (RFC 5958), when it has
// the header "Proc-Type: 4,ENCRYPTED" (RFC 1421), or when an OpenSSH key names a
// cipher (PROTOCOL.key of OpenSSH: magic, then the cipher's name as a string).
var (
	_ = registerChecksum("pem-clear", func(secret string) bool { return validPEM(secret) && !encryptedPEM(secret) })
	_ = registerChecksum("pem-encrypted", func(secret string) bool { return validPEM(secret) && encryptedPEM(secret) })
	_ = registerTemplate("openssh-key", sampleOpenSSH)
)

const opensshMagic = "openssh-key-v1\x00"

func encryptedPEM(secret string) bool {
	_, rest, _ := strings.Cut(secret, "-----BEGIN ")
	label, body, _ := strings.Cut(rest, "-----")
	if strings.Contains(label, "ENCRYPTED") || strings.Contains(body, "4,ENCRYPTED") {
		return true
	}
	body = pemIgnored.Regexp().ReplaceAllString(withoutMargin(body), "")
	head, err := base64.RawStdEncoding.DecodeString(body[:min(len(body), 80)/4*4])
	if err != nil || !strings.HasPrefix(string(head), opensshMagic) {
		return false
	}
	cipher := sshString(head[len(opensshMagic):])
	return cipher != "" && cipher != "none"
}

// sshString returns the printable string that b begins with (RFC 4251, section 5),
// or "".
func sshString(b []byte) string {
	if len(b) < 4 || uint64(binary.BigEndian.Uint32(b)) > uint64(len(b)-4) {
		return ""
	}
	s := string(b[4 : 4+binary.BigEndian.Uint32(b)])
	if strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsPrint(r) }) {
		return ""
	}
	return s
}

// sampleOpenSSH draws a key whose cipher is the argument.
func sampleOpenSSH(r *rand.Rand, cipher string) string {
	b := binary.BigEndian.AppendUint32([]byte(opensshMagic), uint32(len(cipher)))
	b = append(append(b, cipher...), draw(r, base62Digits, 180)...)
	text := base64.StdEncoding.EncodeToString(b)
	lines := []string{"-----BEGIN OPENSSH PRIVATE " + "KEY-----"}
	for len(text) > 70 {
		lines, text = append(lines, text[:70]), text[70:]
	}
	return strings.Join(append(lines, text, "-----END OPENSSH PRIVATE "+"KEY-----"), "\n")
}
