package token

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // what old files have
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"hash"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// PKCS#12 (RFC 7292), as .p12 and .pfx and what Java writes since 9, in base64. Names and certificates stand in
// clear or not, as the tool that wrote it likes; the check of the password tells
// whether the empty one opens it. No other is tried.
var _ = later(func() { register(Family{Name: "pkcs12", Files: true, Tell: tellPKCS12}) })

const (
	maxStore  = (maxFile + 2) / 3 * 4 // in base64
	maxRounds = 10000                 // of the check; one that takes longer is not tried
)

var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidEncryptedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 6}
	oidFriendlyName  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 20}
	oidKeyBag        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 1}
	oidShroudedBag   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 2}
	oidCertBag       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 3}
)

func tellPKCS12(in *Input, t *leak.Token) bool {
	if !strings.HasPrefix(in.Secret, "MI") || len(in.Secret) > maxStore || len(in.Secret) < 100 {
		return false
	}
	t.Kind, t.NeverExpires = "key store (PKCS#12)", true
	der, err := base64.StdEncoding.DecodeString(padded(strings.Join(strings.Fields(unescaped(in.Secret)), "")))
	parts := sequence(der, 3)
	var safe []byte
	if err == nil && len(parts) >= 2 && firstInteger(parts[:1]) == 3 {
		safe = contentOf(parts[1], oidData)
	}
	if safe == nil {
		detail(t, "Content", "not readable: cut, changed or made up")
		return in.Is("pkcs12-base64", "pkcs12-file")
	}
	r := pkcs12Reader{t: t}
	r.contents(safe)
	if r.key == nil {
		r.tellScheme()
	} else {
		r.key.tell(t)
	}
	for _, c := range r.certificates {
		if r.key == nil || bytes.Equal(c.RawSubjectPublicKeyInfo, r.key.spki) {
			tellCertificate(t, c)
			break
		}
	}
	r.tellPassword(in, parts, safe)
	return true
}

// pkcs12Reader collects what stands in clear.
type pkcs12Reader struct {
	t            *leak.Token
	key          *publicHalf // of a key that is not encrypted
	encrypted    *scheme     // of a key, or of all
	certificates []*x509.Certificate
	names        int
}

// contentOf returns what is in a ContentInfo of a type, nil if it is of another.
func contentOf(v asn1.RawValue, kind asn1.ObjectIdentifier) []byte {
	parts := elements(v.Bytes, 2)
	var oid asn1.ObjectIdentifier
	if len(parts) != 2 {
		return nil
	}
	if _, err := asn1.Unmarshal(parts[0].FullBytes, &oid); err != nil || !oid.Equal(kind) {
		return nil
	}
	if kind.Equal(oidData) {
		return octets(parts[1].Bytes)
	}
	return parts[1].Bytes
}

// contents reads the AuthenticatedSafe: parts that are in clear or encrypted.
func (r *pkcs12Reader) contents(safe []byte) {
	for _, part := range sequence(safe, 16) {
		if clear := contentOf(part, oidData); clear != nil {
			for _, bag := range sequence(clear, 64) {
				r.bag(bag)
			}
			continue
		}
		enc := sequence(contentOf(part, oidEncryptedData), 3) // version, EncryptedContentInfo
		if len(enc) < 2 {
			continue
		}
		if info := elements(enc[1].Bytes, 3); len(info) == 3 && r.encrypted == nil {
			r.setScheme(info[1])
		}
	}
}

func (r *pkcs12Reader) setScheme(v asn1.RawValue) {
	var alg algorithmID
	if _, err := asn1.Unmarshal(v.FullBytes, &alg); err == nil {
		s := schemeOf(alg)
		r.encrypted = &s
	}
}

// bag reads a SafeBag: type, value and attributes.
func (r *pkcs12Reader) bag(v asn1.RawValue) {
	parts := elements(v.Bytes, 3)
	if len(parts) < 2 {
		return
	}
	var oid asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(parts[0].FullBytes, &oid); err != nil {
		return
	}
	switch {
	case oid.Equal(oidKeyBag):
		r.key = publicOf(parts[1].Bytes)
	case oid.Equal(oidShroudedBag):
		if info := sequence(parts[1].Bytes, 2); len(info) == 2 {
			r.setScheme(info[0])
		}
	case oid.Equal(oidCertBag):
		if info := sequence(parts[1].Bytes, 2); len(info) == 2 && len(r.certificates) < maxCertificates {
			if der := octets(info[1].Bytes); len(der) <= maxCertificate {
				if c, err := x509.ParseCertificate(der); err == nil {
					r.certificates = append(r.certificates, c)
				}
			}
		}
	}
	if len(parts) == 3 {
		r.attributes(parts[2].Bytes)
	}
}

// attributes takes the friendly name, which is a BMPString.
func (r *pkcs12Reader) attributes(set []byte) {
	for _, a := range elements(set, 8) {
		parts := elements(a.Bytes, 2)
		var oid asn1.ObjectIdentifier
		if len(parts) != 2 {
			continue
		}
		if _, err := asn1.Unmarshal(parts[0].FullBytes, &oid); err != nil || !oid.Equal(oidFriendlyName) || r.names == 4 {
			continue
		}
		for _, value := range elements(parts[1].Bytes, 1) {
			units := make([]uint16, len(value.Bytes)/2)
			for i := range units {
				units[i] = uint16(value.Bytes[2*i])<<8 | uint16(value.Bytes[2*i+1])
			}
			r.names++
			detail(r.t, "Name", line(string(utf16.Decode(units[:min(len(units), maxText)]))))
		}
	}
}

func (r *pkcs12Reader) tellScheme() {
	if r.encrypted != nil {
		r.encrypted.tell(r.t)
	}
}

// tellPassword says whether it has a password, by its MacData: digest, salt, rounds.
func (r *pkcs12Reader) tellPassword(in *Input, parts []asn1.RawValue, safe []byte) {
	if r.key != nil {
		risk(r.t, 0, "its key is not encrypted")
		return
	}
	note := ""
	if r.encrypted != nil {
		note = r.encrypted.note()
	}
	if len(parts) == 3 {
		if mac := elements(parts[2].Bytes, 3); len(mac) >= 2 {
			rounds := max(1, firstInteger(mac[2:]))
			detail(r.t, "Check", strconv.Itoa(rounds)+" rounds")
			if emptyPassword(mac, rounds, safe) {
				risk(r.t, 1, "the empty password opens it")
				return
			}
		}
	}
	protected(in, r.t, note)
}

// macDigests are the digests of the check that are tried.
var macDigests = map[string]func() hash.Hash{
	"1.3.14.3.2.26": sha1.New, "2.16.840.1.101.3.4.2.1": sha256.New, "2.16.840.1.101.3.4.2.2": sha512.New384, "2.16.840.1.101.3.4.2.3": sha512.New,
}

// emptyPassword reports whether the check fits the empty password, which some tools
// write as two zero bytes and others as none.
func emptyPassword(mac []asn1.RawValue, rounds int, safe []byte) bool {
	info := elements(mac[0].Bytes, 2)
	if len(info) != 2 || rounds > maxRounds || len(mac[1].Bytes) > 256 || len(mac[1].Bytes) == 0 {
		return false
	}
	var alg algorithmID
	if _, err := asn1.Unmarshal(info[0].FullBytes, &alg); err != nil {
		return false
	}
	digest := macDigests[alg.Algorithm.String()]
	if digest == nil {
		return false
	}
	for _, password := range [][]byte{{0, 0}, nil} {
		h := hmac.New(digest, pkcs12Key(digest, password, mac[1].Bytes, rounds))
		h.Write(safe)
		if hmac.Equal(h.Sum(nil), info[1].Bytes) {
			return true
		}
	}
	return false
}

// pkcs12Key derives the key of the check: RFC 7292, appendix B.2, with the id 3, of
// which one block of the digest is needed.
func pkcs12Key(digest func() hash.Hash, password, salt []byte, rounds int) []byte {
	h := digest()
	block := h.BlockSize()
	var input []byte
	for _, part := range [][]byte{salt, password} {
		if len(part) > 0 {
			size := (len(part) + block - 1) / block * block
			input = append(input, bytes.Repeat(part, size/len(part)+1)[:size]...)
		}
	}
	h.Write(bytes.Repeat([]byte{3}, block))
	h.Write(input)
	key := h.Sum(nil)
	for range rounds - 1 {
		h.Reset()
		h.Write(key)
		key = h.Sum(key[:0])
	}
	return key
}
