package token

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// tellConfirmation tells which key a token is bound to: its cnf claim (RFC 7800). Who
// holds the token alone cannot use it, unless the resource forgets to ask for proof.
func tellConfirmation(in *Input, cnf object, t *leak.Token) {
	b := binding(cnf)
	if b == nil {
		return
	}
	t.Binding = b
	if keyBeside(in, b) || isPrivate(cnf.object("jwk")) {
		risk(t, 0, "it is bound to a key, but a private JWK stands beside it: whoever reads both can use it")
		return
	}
	risk(t, -1, b.Note)
}

func binding(cnf object) *leak.Binding {
	switch {
	case cnf.text("jkt") != "":
		return &leak.Binding{Kind: "dpop", To: cnf.text("jkt"),
			Note: "it is bound to a DPoP key (RFC 9449): whoever holds it must prove to hold that key too"}
	case cnf.text("x5t#S256") != "":
		return &leak.Binding{Kind: "mtls", To: cnf.text("x5t#S256"),
			Note: "it is bound to a client certificate (RFC 8705): it works only over TLS with the key of that certificate"}
	case cnf.object("jwk") != nil, cnf.text("jwe", "kid") != "":
		to := thumbprint(cnf.object("jwk"))
		if to == "" {
			to = cnf.text("kid")
		}
		return &leak.Binding{Kind: "jwk", To: to,
			Note: "it is bound to a key (RFC 7800): whoever presents it must prove to hold that key"}
	}
	return nil
}

// flatObject matches a JSON object without objects in it, as a JWK is.
const flatObject = `\{[^{}]*\}`

// keyBeside reports whether a private JWK stands beside a token: that of the
// thumbprint or, where a thumbprint cannot tell, any.
func keyBeside(in *Input, b *leak.Binding) bool {
	to := b.To
	if b.Kind == "mtls" || len(to) != base64.RawURLEncoding.EncodedLen(sha256.Size) {
		to = "" // the thumbprint of a certificate, or a key id
	}
	texts := expression(flatObject).FindAllString(in.Lines[:min(len(in.Lines), maxDecoded)], maxList)
	for _, part := range in.Parts {
		texts = append(texts, part)
	}
	for _, s := range texts {
		jwk, ok := decodeObject([]byte(s))
		if ok && isPrivate(jwk) && (to == "" || thumbprint(jwk) == "" || thumbprint(jwk) == to) {
			return true
		}
	}
	return false
}

// isPrivate reports whether a JWK has the private half (RFC 7518, section 6).
func isPrivate(jwk object) bool {
	return jwk.text("kty") != "" && (jwk.text("d") != "" || jwk.text("kty") == "oct" && jwk.text("k") != "")
}

// thumbprintMembers are those that RFC 7638, section 3.2 and RFC 8037, section 2
// take, in their order.
var thumbprintMembers = map[string][]string{
	"EC": {"crv", "kty", "x", "y"}, "RSA": {"e", "kty", "n"}, "OKP": {"crv", "kty", "x"},
}

// thumbprint returns the SHA-256 thumbprint of a public key, "" for none.
func thumbprint(jwk object) string {
	members := map[string]string{} // json.Marshal sorts them
	for _, name := range thumbprintMembers[jwk.text("kty")] {
		v, _ := jwk[name].(string)
		if v == "" {
			return ""
		}
		members[name] = v
	}
	if len(members) == 0 {
		return ""
	}
	b, err := json.Marshal(members)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
