package token

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Java's key stores, JKS and JCEKS, in base64: magic, version and entries (OpenJDK,
// sun/security/provider/JavaKeyStore.java). Keys in them always have a password; names
// and certificates stand in clear.
var _ = later(func() { register(Family{Name: "java-keystore", Files: true, Tell: tellJavaKeyStore}) })

const (
	jksMagic   = 0xfeedfeed
	jceksMagic = 0xcececece
)

func tellJavaKeyStore(in *Input, t *leak.Token) bool {
	if !strings.HasPrefix(in.Secret, "/u3+7QAAAA") && !strings.HasPrefix(in.Secret, "zs7OzgAAAA") || len(in.Secret) > maxStore {
		return false
	}
	b, err := base64.StdEncoding.DecodeString(padded(strings.Join(strings.Fields(unescaped(in.Secret)), "")))
	if err != nil {
		return false
	}
	r := &sshReader{data: b} // strings have lengths of their own, numbers are the same
	magic, version, count := r.number(), r.number(), r.number()
	if r.bad || magic != jksMagic && magic != jceksMagic || version < 1 || version > 2 {
		return false
	}
	t.Kind = "Java key store (JKS)"
	if magic == jceksMagic {
		t.Kind = "Java key store (JCEKS)"
	}
	detail(t, "Entries", strconv.FormatUint(uint64(count), 10))
	t.NeverExpires = true
	keys := false
	for range min(count, 32) {
		key, ok := jksEntry(t, r, version)
		keys = keys || key
		if !ok {
			break
		}
	}
	if keys || magic == jceksMagic {
		protected(in, t, "the password often stands near: storepass, keystore.password")
	} else {
		risk(t, -2, "it holds certificates only")
	}
	return true
}

// jksEntry tells of an entry, and whether it is a key; not ok where the next can not be
// found.
func jksEntry(t *leak.Token, r *sshReader, version uint32) (key, ok bool) {
	tag, alias, made := r.number(), jksText(r), r.take(8)
	if r.bad {
		return false, false
	}
	date := ""
	if at := date8(made); at != nil {
		date = ", of " + at.Format("2006-01-02")
	}
	switch tag {
	case 1:
		r.bytes() // the key, encrypted
		detail(t, "Private key", line(alias)+date)
		for i := range min(r.number(), maxCertificates) {
			c := jksCertificate(r, version)
			if c != nil && i == 0 && t.Subject == "" {
				tellCertificate(t, c)
			}
		}
		return true, !r.bad
	case 2:
		detail(t, "Certificate", line(alias)+date)
		jksCertificate(r, version)
		return false, !r.bad
	case 3: // a serialised object, whose length is not said
		detail(t, "Secret key", line(alias)+date)
		return true, false
	}
	return false, false
}

// jksText reads what Java's DataOutput.writeUTF wrote.
func jksText(r *sshReader) string {
	b := r.take(2)
	if len(b) != 2 {
		return ""
	}
	return string(r.take(uint32(binary.BigEndian.Uint16(b))))
}

func jksCertificate(r *sshReader, version uint32) *x509.Certificate {
	if version == 2 {
		jksText(r) // "X.509"
	}
	der := r.bytes()
	if len(der) == 0 || len(der) > maxCertificate {
		return nil
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil
	}
	return c
}

// date8 reads milliseconds since 1970.
func date8(b []byte) *time.Time {
	if len(b) != 8 {
		return nil
	}
	ms := binary.BigEndian.Uint64(b)
	if ms > 1<<50 {
		return nil
	}
	return date(time.UnixMilli(int64(ms)))
}
