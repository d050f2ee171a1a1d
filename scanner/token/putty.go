package token

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// PuTTY's private keys, versions 2 and 3: appendix C of the PuTTY manual. All but the
// private numbers stands in clear.
var _ = later(func() { register(Family{Name: "putty", Tell: tellPuTTY}) })

const puttyHead = "PuTTY-User-Key-File-"

func tellPuTTY(in *Input, t *leak.Token) bool {
	start := strings.Index(in.Secret, puttyHead)
	if start < 0 || start > 64 {
		return false
	}
	lines := strings.Split(unescaped(in.Secret[start:min(len(in.Secret), start+maxPEM)]), "\n")
	fields := map[string]string{}
	for i, l := range lines {
		name, value, ok := strings.Cut(strings.TrimSpace(l), ": ")
		if !ok {
			continue
		}
		fields[name] = value
		if name == "Public-Lines" {
			n, _ := strconv.Atoi(value)
			fields[name] = strings.Join(lines[i+1:max(i+1, min(len(lines), i+1+max(n, 0)))], "")
		}
	}
	version := lines[0][len(puttyHead):min(len(lines[0]), len(puttyHead)+1)]
	blob, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(fields["Public-Lines"], " ", ""))
	t.Kind, t.NeverExpires = "PuTTY private key, version "+word(version), true
	if p := publicSSH(blob); err == nil && p != nil {
		t.Kind = p.algorithm + " PuTTY private key, version " + word(version)
		p.tell(t)
	}
	t.Subject = line(fields["Comment"])
	if cipher := word(fields["Encryption"]); cipher != "none" && cipher != "" {
		detail(t, "Cipher", cipher)
		note := ""
		if kdf := word(fields["Key-Derivation"]); kdf != "" {
			detail(t, "KDF", kdf+", "+word(fields["Argon2-Memory"])+" KiB, "+word(fields["Argon2-Passes"])+" passes")
		} else if version == "2" {
			detail(t, "KDF", "SHA-1, 1 round")
			note = "one round of SHA-1 makes the key of the passphrase: a weak passphrase does not hold"
		}
		protected(in, t, note)
	}
	return true
}
