package token

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"strconv"
	"strings"
	"unicode"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

const (
	maxCertificate  = 1 << 14 // in DER
	maxCertificates = 8
	maxNames        = 10
)

// tellCertificates looks for the certificate of a key (RFC 5280) around it, and says
// what that certifies. p is nil for an encrypted key, whose public half is not known.
func tellCertificates(in *Input, t *leak.Token, p *publicHalf) {
	var others []string
	for _, c := range certificates(in) {
		switch {
		case p != nil && bytes.Equal(c.RawSubjectPublicKeyInfo, p.spki):
			tellCertificate(t, c)
			return
		case len(others) < 3:
			others = append(others, distinguishedName(c.Subject)+", until "+c.NotAfter.UTC().Format("2006-01-02"))
		}
	}
	for _, other := range others {
		if p == nil {
			detail(t, "Certificate beside it, perhaps of this key", other)
		} else {
			detail(t, "Certificate beside it, of another key", other)
		}
	}
}

// certificates returns those that stand around a secret.
func certificates(in *Input) (all []*x509.Certificate) {
	text := in.near()
	if text == "" {
		text = in.Lines
	}
	blocks := inKubeconfig(text)
	if strings.Contains(text, "-----BEGIN ") {
		blocks = append(blocks, pemBlocks(text)...)
	}
	for _, b := range blocks {
		if len(all) == maxCertificates {
			break
		}
		if b.label != "CERTIFICATE" && b.label != "X509 CERTIFICATE" && b.label != "TRUSTED CERTIFICATE" || len(b.body) > maxCertificate {
			continue
		}
		if c, err := x509.ParseCertificate(b.body); err == nil {
			all = append(all, c)
		}
	}
	return all
}

// inKubeconfig returns the certificates of users of a kubeconfig, which are base64 of
// PEM.
func inKubeconfig(text string) (blocks []pemBlock) {
	for range maxCertificates {
		_, rest, ok := strings.Cut(text, "client-certificate-data")
		if !ok {
			break
		}
		if i := strings.Index(rest[:min(len(rest), 16)], "LS0t"); i >= 0 {
			value := rest[i:]
			blocks = append(blocks, pemOf(value[:endOf(value, " \t\r\n\"'\\,")])...)
		}
		text = rest
	}
	return blocks
}

// tellCertificate adds what the certificate of a key says.
func tellCertificate(t *leak.Token, c *x509.Certificate) {
	t.Subject = distinguishedName(c.Subject)
	t.Issued, t.Expires, t.NeverExpires = date(c.NotBefore), date(c.NotAfter), false
	self := bytes.Equal(c.RawSubject, c.RawIssuer)
	if self {
		detail(t, "Certificate", "self-signed")
	} else {
		t.Issuer = distinguishedName(c.Issuer)
		detail(t, "Certificate", "of this key, by "+t.Issuer)
	}
	t.Audience = sansOf(c)
	detail(t, "Serial number", serial(c))
	t.Scopes = usagesOf(c)
	for _, group := range c.Subject.Organization {
		if group == "system:masters" {
			risk(t, 1, "its group system:masters may do everything in the cluster, whatever RBAC says")
		}
	}
	switch {
	case c.IsCA && !(self && len(c.DNSNames)+len(c.IPAddresses) > 0): // openssl req -x509 makes every certificate one of a CA
		risk(t, 1, "the key of a certificate authority: whoever has it is any name to those who trust it")
	case self:
		risk(t, 0, "its certificate is self-signed: only who was told to trust it does")
	}
}

func serial(c *x509.Certificate) string {
	if c.SerialNumber == nil || c.SerialNumber.BitLen() > 168 {
		return ""
	}
	return c.SerialNumber.Text(16)
}

// distinguishedName returns the name in a certificate: the common name, or all of it.
func distinguishedName(n pkix.Name) string {
	if n.CommonName != "" {
		if len(n.Organization) > 0 {
			return line(n.CommonName + ", " + n.Organization[0])
		}
		return line(n.CommonName)
	}
	return line(n.String())
}

// line makes a text that stands in a token into one that can be shown: printable, on
// one line, and not long.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s[:min(len(s), 4*maxText)], ""))
	return text(s, maxText)
}

func sansOf(c *x509.Certificate) (names []string) {
	names = append(names, c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	names = append(names, c.EmailAddresses...)
	for _, u := range c.URIs {
		names = append(names, u.Redacted())
	}
	if more := len(names) - maxNames; more > 0 {
		names = append(names[:maxNames], strconv.Itoa(more)+" more")
	}
	for i, n := range names {
		names[i] = line(n)
	}
	return names
}

var keyUsages = []struct {
	bit  x509.KeyUsage
	name string
}{
	{x509.KeyUsageDigitalSignature, "digitalSignature"}, {x509.KeyUsageContentCommitment, "nonRepudiation"},
	{x509.KeyUsageKeyEncipherment, "keyEncipherment"}, {x509.KeyUsageDataEncipherment, "dataEncipherment"},
	{x509.KeyUsageKeyAgreement, "keyAgreement"}, {x509.KeyUsageCertSign, "keyCertSign"}, {x509.KeyUsageCRLSign, "cRLSign"},
}

var extKeyUsages = map[x509.ExtKeyUsage]string{
	x509.ExtKeyUsageAny: "anyExtendedKeyUsage", x509.ExtKeyUsageServerAuth: "serverAuth", x509.ExtKeyUsageClientAuth: "clientAuth",
	x509.ExtKeyUsageCodeSigning: "codeSigning", x509.ExtKeyUsageEmailProtection: "emailProtection",
	x509.ExtKeyUsageTimeStamping: "timeStamping", x509.ExtKeyUsageOCSPSigning: "OCSPSigning",
}

// usagesOf names key usages as RFC 5280 does.
func usagesOf(c *x509.Certificate) (names []string) {
	for _, u := range keyUsages {
		if c.KeyUsage&u.bit != 0 {
			names = append(names, u.name)
		}
	}
	for _, u := range c.ExtKeyUsage[:min(len(c.ExtKeyUsage), maxNames)] {
		if name := extKeyUsages[u]; name != "" {
			names = append(names, name)
		}
	}
	return names
}
