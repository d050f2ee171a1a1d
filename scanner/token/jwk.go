package token

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// JSON Web Keys (RFC 7517; RFC 7518, section 6; RFC 8037) with their private half. The
// thumbprint (RFC 7638) is what a "jkt" in a token refers to.
var _ = later(func() { register(Family{Name: "jwk", Tell: tellJWK}) })

const maxJWK = 1 << 14

func tellJWK(in *Input, t *leak.Token) bool {
	s := strings.TrimSpace(in.Secret)
	if len(s) > maxJWK || !strings.HasPrefix(s, "{") || !strings.Contains(s, "kty") {
		return false
	}
	m := membersOf(s)
	private := m["d"] != "" || m["kty"] == "oct" && m["k"] != ""
	if !private {
		return false
	}
	t.NeverExpires = true
	switch m["kty"] {
	case "RSA":
		t.Kind = "RSA private key (JWK)"
		p, ok := publicRSA(bigOf(fromURL64(m["n"])), bigOf(fromURL64(m["e"])))
		if ok {
			p.tell(t)
		}
		jwkThumbprint(t, "e", m["e"], "kty", "RSA", "n", m["n"])
	case "EC":
		t.Kind = "ECDSA private key (JWK)"
		x, y := fromURL64(m["x"]), fromURL64(m["y"])
		var point []byte
		if len(x) > 0 && len(x) == len(y) {
			point = append(append([]byte{4}, x...), y...)
		}
		publicEC(curveNamed(m["crv"]), point, fromURL64(m["d"])).tell(t)
		jwkThumbprint(t, "crv", m["crv"], "kty", "EC", "x", m["x"], "y", m["y"])
	case "OKP":
		t.Kind = word(m["crv"]) + " private key (JWK)"
		tellOKP(t, m)
		jwkThumbprint(t, "crv", m["crv"], "kty", "OKP", "x", m["x"])
	case "oct":
		t.Kind = "symmetric key (JWK)"
		detail(t, "Size", strconv.Itoa(8*len(fromURL64(m["k"])))+" bits")
		risk(t, 0, "who checks with it can sign with it: it is the same key on both sides")
	default:
		return false
	}
	detail(t, "Key id", line(m["kid"]))
	detail(t, "Algorithm of JOSE", word(m["alg"]))
	detail(t, "Use", map[string]string{"sig": "signatures", "enc": "encryption"}[m["use"]])
	if m["use"] == "sig" {
		t.Grants = []string{"signs tokens as their issuer, for anyone and with any scope"}
	}
	return true
}

func tellOKP(t *leak.Token, m map[string]string) {
	d := fromURL64(m["d"])
	switch m["crv"] {
	case "Ed25519":
		if len(d) == ed25519.SeedSize {
			publicEd25519(ed25519.NewKeyFromSeed(d)[ed25519.SeedSize:]).tell(t)
		}
	case "X25519":
		if p := publicX25519(d); p != nil {
			p.tell(t)
		}
	}
}

// membersOf returns the members of an object that are text, in JSON, in a string of
// JSON, or in code with other quotes.
func membersOf(s string) map[string]string {
	for _, form := range []string{s, strings.ReplaceAll(s, `\"`, `"`), strings.ReplaceAll(s, "'", `"`)} {
		var values map[string]any
		if json.Unmarshal([]byte(form), &values) != nil {
			continue
		}
		m := map[string]string{}
		for name, v := range values {
			if text, ok := v.(string); ok {
				m[name] = text
			}
		}
		return m
	}
	m := map[string]string{}
	for _, found := range expression(`\b(\w+)\\?["']?\s*:\s*\\?["']([^"'\\]*)`).FindAllStringSubmatch(s, 64) {
		m[found[1]] = found[2]
	}
	return m
}

func fromURL64(s string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil {
		return nil
	}
	return b
}

// thumbprint adds that of the required members, which come in the order of their names.
func jwkThumbprint(t *leak.Token, members ...string) {
	var text strings.Builder
	for i := 0; i < len(members); i += 2 {
		if members[i+1] == "" {
			return
		}
		name, _ := json.Marshal(members[i])
		value, _ := json.Marshal(members[i+1]) // text always marshals
		text.WriteString(",")
		text.Write(name)
		text.WriteString(":")
		text.Write(value)
	}
	sum := sha256.Sum256([]byte("{" + text.String()[1:] + "}"))
	detail(t, "Thumbprint (RFC 7638)", base64.RawURLEncoding.EncodeToString(sum[:]))
}

// XML keys of .NET (RSA.ToXmlString; XML Signature, section 4.4.2.2).
var _ = later(func() { register(Family{Name: "xml-rsa-key", Tell: tellXMLKey}) })

func tellXMLKey(in *Input, t *leak.Token) bool {
	if !strings.Contains(in.Secret[:min(len(in.Secret), 200)], "<RSAKeyValue>") || len(in.Secret) > maxPEM || !strings.Contains(in.Secret, "<D>") {
		return false
	}
	t.Kind, t.NeverExpires = "RSA private key (XML)", true
	n, e := bigOf(element(in.Secret, "Modulus")), bigOf(element(in.Secret, "Exponent"))
	if p, ok := publicRSA(n, e); ok {
		p.tell(t)
		tellCertificates(in, t, p)
	} else {
		detail(t, "Content", "not readable: cut, changed or made up")
	}
	return true
}

// element returns the bytes of base64 in an element of XML.
func element(text, name string) []byte {
	_, rest, _ := strings.Cut(text, "<"+name+">")
	value, _, ok := strings.Cut(rest, "</"+name+">")
	if !ok || len(value) > maxKeyBits/4 {
		return nil
	}
	b, err := base64.StdEncoding.DecodeString(padded(strings.Join(strings.Fields(value), "")))
	if err != nil {
		return nil
	}
	return b
}
