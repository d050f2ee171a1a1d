package token

import (
	"encoding/base64"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// The private keys of SSH Communications Security (Tectia). Their format is not
// published; OpenSSH (sshkey.c, do_convert_private_ssh2) and PuTTY (import.c) read it:
// a number, a length, then strings of type and cipher.
var _ = later(func() { register(Family{Name: "ssh-com", Tell: tellSSHCom}) })

const sshComMagic = 0x3f6ff9eb

func tellSSHCom(in *Input, t *leak.Token) bool {
	_, rest, ok := strings.Cut(in.Secret, "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----")
	if !ok {
		return false
	}
	body, _, _ := strings.Cut(unescaped(rest[:min(len(rest), maxPEM)]), "---- END")
	var text strings.Builder
	for l := range strings.Lines(body) {
		name, value, header := strings.Cut(strings.TrimSpace(l), ": ")
		switch {
		case !header:
			text.WriteString(strings.TrimSpace(l))
		case name == "Comment":
			t.Subject = line(strings.Trim(value, `"`))
		}
	}
	t.Kind, t.NeverExpires = "SSH private key (ssh.com)", true
	der, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text.String(), "="))
	r := &sshReader{data: der}
	magic := r.number()
	r.number() // length
	kind, cipher := r.string(), r.string()
	if err != nil || r.bad || magic != sshComMagic {
		detail(t, "Content", "not readable: cut, changed or made up")
		return true
	}
	switch {
	case strings.HasPrefix(kind, "if-modn{"):
		detail(t, "Algorithm", "RSA")
	case strings.HasPrefix(kind, "dl-modp{"):
		detail(t, "Algorithm", "DSA")
	}
	if cipher = word(cipher); cipher != "none" && cipher != "" {
		detail(t, "Cipher", cipher)
		protected(in, t, "")
	}
	return true
}
