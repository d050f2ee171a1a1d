package token

import (
	"encoding/binary"
	"math/big"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// OpenSSH's private keys: PROTOCOL.key of its sources. The public key stands in clear
// before the rest, which a cipher may hide with its comment.
const opensshMagic = "openssh-key-v1\x00"

// sshReader takes apart what RFC 4251, section 5, describes. After a mistake it gives
// nothing but zero values.
type sshReader struct {
	data []byte
	bad  bool
}

func (r *sshReader) take(n uint32) []byte {
	if r.bad || uint64(n) > uint64(len(r.data)) {
		r.bad = true
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *sshReader) number() uint32 {
	if b := r.take(4); len(b) == 4 {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

func (r *sshReader) bytes() []byte  { return r.take(r.number()) }
func (r *sshReader) string() string { return string(r.bytes()) }

// tellOpenSSH tells of the content of an OPENSSH PRIVATE KEY.
func tellOpenSSH(in *Input, t *leak.Token, body []byte) {
	r := &sshReader{data: body[len(opensshMagic):]}
	cipher, kdf := r.string(), r.string()
	options := &sshReader{data: r.bytes()}
	count, public := r.number(), r.bytes()
	private := &sshReader{data: r.bytes()}
	t.Kind = "SSH private key"
	p := publicSSH(public)
	if p == nil {
		detail(t, "Content", "not readable: cut, changed or made up")
		return
	}
	t.Kind = p.algorithm + " SSH private key"
	p.tell(t)
	if count > 1 {
		detail(t, "Keys", strconv.Itoa(int(count)))
	}
	if cipher != "none" {
		detail(t, "Cipher", word(cipher))
		options.bytes() // salt
		if rounds := options.number(); !options.bad {
			detail(t, "KDF", word(kdf)+", "+strconv.Itoa(int(rounds))+" rounds")
		}
		protected(in, t, "")
	} else if comment := opensshComment(private); comment != "" {
		t.Subject = comment
	}
	if strings.HasPrefix(p.algorithm, "security key") {
		risk(t, -2, "the key itself is in a hardware token: this is only the handle of it")
	}
}

// publicSSH returns the public key of a blob of RFC 4253, section 6.6, nil if it is
// malformed.
func publicSSH(blob []byte) *publicHalf {
	r := &sshReader{data: blob}
	kind := r.string()
	var p *publicHalf
	switch kind {
	case "ssh-rsa":
		e, n := r.bytes(), r.bytes()
		p, _ = publicRSA(bigOf(n), bigOf(e))
	case "ssh-dss":
		p, _ = publicDSA(bigOf(r.bytes()), bigOf(r.bytes()), bigOf(r.bytes()), bigOf(r.bytes()))
	case "ssh-ed25519":
		if key := r.bytes(); len(key) == 32 {
			p = publicEd25519(key)
		}
	case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521":
		r.bytes()
		p = publicEC(curveNamed(strings.TrimPrefix(kind, "ecdsa-sha2-")), r.bytes(), nil)
	case "sk-ssh-ed25519@openssh.com":
		p = &publicHalf{algorithm: "security key Ed25519", bits: 256}
	case "sk-ecdsa-sha2-nistp256@openssh.com":
		p = &publicHalf{algorithm: "security key ECDSA", curve: "P-256", bits: 256}
	default:
		if kind = word(kind); kind == "" {
			return nil
		}
		p = &publicHalf{algorithm: kind}
	}
	if p == nil || r.bad {
		return nil
	}
	p.ssh = blob
	return p
}

// bigOf reads a number of a key, nil if it is too large for one.
func bigOf(b []byte) *big.Int {
	if len(b) > maxKeyBits/8+1 {
		return nil
	}
	return new(big.Int).SetBytes(b)
}

// opensshParts says how many strings a private key of a kind has before its comment.
var opensshParts = map[string]int{
	"ssh-rsa": 6, "ssh-dss": 5, "ssh-ed25519": 2,
	"ecdsa-sha2-nistp256": 3, "ecdsa-sha2-nistp384": 3, "ecdsa-sha2-nistp521": 3,
}

// opensshComment returns the comment, which stands behind the key in what is encrypted.
func opensshComment(r *sshReader) string {
	if one, other := r.number(), r.number(); one != other { // they differ where the wrong key has decrypted them
		return ""
	}
	kind := r.string()
	switch n, ok := opensshParts[kind]; {
	case ok:
		for range n {
			r.bytes()
		}
	case strings.HasPrefix(kind, "sk-"): // PROTOCOL.u2f: public key, application, flags, handle, reserved
		if strings.Contains(kind, "ecdsa") {
			r.bytes()
		}
		r.bytes()
		r.bytes()
		r.take(1)
		r.bytes()
		r.bytes()
	default:
		return ""
	}
	comment := r.bytes()
	if r.bad {
		return ""
	}
	return line(string(comment))
}
