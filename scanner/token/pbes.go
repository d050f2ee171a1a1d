package token

import (
	"encoding/asn1"
	"strconv"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// How PKCS#8 and PKCS#12 encrypt: PBES1 and PBES2 of PKCS#5 (RFC 8018), scrypt
// (RFC 7914), and the schemes of PKCS#12 (RFC 7292, appendix C).
const (
	oidPBES2  = "1.2.840.113549.1.5.13"
	oidPBKDF2 = "1.2.840.113549.1.5.12"
	oidScrypt = "1.3.6.1.4.1.11591.4.11"
)

var oldSchemes = map[string]string{
	"1.2.840.113549.1.5.1":    "PBES1: MD2, DES",
	"1.2.840.113549.1.5.3":    "PBES1: MD5, DES",
	"1.2.840.113549.1.5.6":    "PBES1: MD5, RC2",
	"1.2.840.113549.1.5.10":   "PBES1: SHA-1, DES",
	"1.2.840.113549.1.5.11":   "PBES1: SHA-1, RC2",
	"1.2.840.113549.1.12.1.1": "PKCS#12: SHA-1, RC4-128",
	"1.2.840.113549.1.12.1.3": "PKCS#12: SHA-1, 3DES",
	"1.2.840.113549.1.12.1.5": "PKCS#12: SHA-1, RC2-128",
	"1.2.840.113549.1.12.1.6": "PKCS#12: SHA-1, RC2-40",
}

var ciphers = map[string]string{
	"2.16.840.1.101.3.4.1.2":  "AES-128-CBC",
	"2.16.840.1.101.3.4.1.22": "AES-192-CBC",
	"2.16.840.1.101.3.4.1.42": "AES-256-CBC",
	"2.16.840.1.101.3.4.1.6":  "AES-128-GCM",
	"2.16.840.1.101.3.4.1.46": "AES-256-GCM",
	"1.2.840.113549.3.7":      "3DES-CBC",
	"1.3.14.3.2.7":            "DES-CBC",
	"1.2.840.113549.3.2":      "RC2-CBC",
}

// scheme is a way of encrypting with a password.
type scheme struct {
	cipher string
	kdf    string // "PBKDF2"
	rounds int    // of the KDF; 0: not known
	weak   bool
}

// encryptedPKCS8 tells of an EncryptedPrivateKeyInfo (RFC 5958, section 3): an
// algorithm and an OCTET STRING.
func encryptedPKCS8(in *Input, t *leak.Token, der []byte) bool {
	parts := sequence(der, 2)
	if len(parts) != 2 || parts[0].Tag != asn1.TagSequence || parts[1].Tag != asn1.TagOctetString {
		return false
	}
	var alg algorithmID
	if _, err := asn1.Unmarshal(parts[0].FullBytes, &alg); err != nil {
		return false
	}
	t.Kind = "encrypted private key (PKCS#8)"
	s := schemeOf(alg)
	s.tell(t)
	protected(in, t, s.note())
	return true
}

func (s *scheme) tell(t *leak.Token) {
	detail(t, "Cipher", s.cipher)
	kdf := s.kdf
	if s.rounds > 0 {
		kdf += ", " + strconv.Itoa(s.rounds) + " rounds"
	}
	detail(t, "KDF", kdf)
}

// note says what the scheme is worth.
func (s *scheme) note() string {
	switch {
	case s.weak:
		return "its encryption is outdated (" + s.cipher + ")"
	case s.kdf == "PBKDF2" && s.rounds > 0 && s.rounds < 10000:
		return "only " + strconv.Itoa(s.rounds) + " rounds of PBKDF2: a weak passphrase does not hold"
	}
	return ""
}

func schemeOf(alg algorithmID) (s scheme) {
	oid := alg.Algorithm.String()
	if oid != oidPBES2 {
		s.cipher, s.weak = oldSchemes[oid], true
		if s.cipher == "" {
			return scheme{cipher: oid}
		}
		s.kdf = "PBKDF1"
		s.rounds = firstInteger(elements(alg.Parameters.Bytes, 2))
		return s
	}
	parts := elements(alg.Parameters.Bytes, 2)
	if len(parts) != 2 {
		return s
	}
	var kdf, cipher algorithmID
	if _, err := asn1.Unmarshal(parts[0].FullBytes, &kdf); err != nil {
		return s
	}
	if _, err := asn1.Unmarshal(parts[1].FullBytes, &cipher); err == nil {
		oid := cipher.Algorithm.String()
		s.cipher, s.weak = ciphers[oid], oid == "1.3.14.3.2.7" || oid == "1.2.840.113549.3.2"
		if s.cipher == "" {
			s.cipher = oid
		}
	}
	switch parameters := elements(kdf.Parameters.Bytes, 5); kdf.Algorithm.String() {
	case oidPBKDF2:
		s.kdf, s.rounds = "PBKDF2", firstInteger(parameters)
	case oidScrypt:
		s.kdf = "scrypt"
		if n := firstInteger(parameters); n > 0 {
			s.kdf += ", N " + strconv.Itoa(n)
		}
	}
	return s
}

// firstInteger returns the first INTEGER among values, 0 if there is none below 2^31.
func firstInteger(values []asn1.RawValue) int {
	for _, v := range values {
		if v.Tag == asn1.TagInteger && v.Class == asn1.ClassUniversal {
			var n int32
			if _, err := asn1.Unmarshal(v.FullBytes, &n); err != nil || n < 0 {
				return 0
			}
			return int(n)
		}
	}
	return 0
}
