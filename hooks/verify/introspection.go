package verify

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Introspection is an OAuth server of the user that says whether a token of its own is
// active, RFC 7662. Endpoint and credentials are those of the settings: what a token
// says of its issuer only picks one that is there.
type Introspection struct {
	// Issuer is the iss claim of the tokens to ask about, "https://login.example.com/";
	// one that ends in "*" is the beginning of it. "": any, of Rules alone.
	Issuer string
	// Rules are the ids of the rules of tokens to ask about, as those that are no JWT.
	// With an Issuer, too, a token has to be of both.
	Rules        []string
	Endpoint     string // "https://login.example.com/oauth2/introspect"
	ClientID     string
	ClientSecret leak.Secret
}

// Check says what is wrong with the settings. With plain, the endpoint may be without TLS.
func (n *Introspection) Check(plain bool) error {
	base, _, err := n.split()
	switch {
	case err != nil:
		return err
	case n.Issuer == "" && len(n.Rules) == 0:
		return errors.New("introspection: neither issuer nor rules, so that no token would be asked about")
	case n.ClientID == "" || !n.ClientSecret.Known():
		return errors.New("introspection: RFC 7662 has the endpoint ask who asks: a client id and secret are missing")
	}
	return outbound.CheckBase(base, plain)
}

// split returns scheme and host of the endpoint, and the rest.
func (n *Introspection) split() (base, path string, err error) {
	u, err := url.Parse(n.Endpoint)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return "", "", errors.New(`introspection: the endpoint is not a URL; write one as "https://login.example.com/oauth2/introspect"`)
	}
	path = u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return u.Scheme + "://" + u.Host, path, nil
}

// covers reports whether a finding is one of its tokens.
func (n *Introspection) covers(f *leak.Finding) bool {
	return IsOf(n.Issuer, n.Rules, f.Rule, f.Secret)
}

// IsOf reports whether a token, which a rule found, is one of an authorization server of
// the settings: by its iss claim, by the rule, or by both where both are given. See
// Introspection for what they may be.
func IsOf(issuer string, rules []string, rule string, token leak.Secret) bool {
	if len(rules) > 0 && !slices.Contains(rules, rule) {
		return false
	}
	if issuer == "" {
		return len(rules) > 0
	}
	iss := issuerClaim(bare(token))
	if start, ok := strings.CutSuffix(issuer, "*"); ok {
		return iss != "" && strings.HasPrefix(iss, start)
	}
	return iss == issuer
}

// bare returns a token without the scheme of the header that it was found in.
func bare(secret leak.Secret) string { return strings.TrimPrefix(secret.Reveal(), "Bearer ") }

// issuerClaim returns the iss claim of a JWT, "" of what is none. Package token tells a
// name in its place where it knows one ("Keycloak").
func issuerClaim(token string) string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return ""
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	var claims struct {
		Issuer string `json:"iss"`
	}
	if err != nil || json.Unmarshal(payload, &claims) != nil {
		return ""
	}
	return claims.Issuer
}

// issuer returns it as one that can be asked.
func (n *Introspection) issuer() *Issuer {
	base, path, err := n.split()
	return &Issuer{
		Name: "introspection " + n.Endpoint, Title: "OAuth introspection", Bases: []string{base},
		Ask: func(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error) {
			if err != nil {
				return leak.Verdict{}, err
			}
			return n.ask(ctx, c, path, cred)
		},
	}
}

// introspected judges by RFC 7662, section 2.2. "active" is false of a token that is
// wrong, expired or revoked; and of one that the client may not ask about, for which
// the user's own settings are to blame.
var introspected = request.Must(request.Request{
	URL:      "/",
	Active:   []string{"status 200 and json active = true"},
	Inactive: []string{"status 200 and json active = false"},
	Owner:    "json username or json sub", Account: "json client_id", Scopes: "json scope", Expires: "json exp",
	Details: map[string]string{"issuer": "json iss", "kind": "json token_type"},
})

func (n *Introspection) ask(ctx context.Context, c *outbound.Conn, path string, cred *leak.Credential) (leak.Verdict, error) {
	// RFC 6749, section 2.3.1: id and secret are escaped before they are joined.
	client := url.QueryEscape(n.ClientID) + ":" + url.QueryEscape(n.ClientSecret.Reveal())
	got, err := c.Do(ctx, outbound.Request{
		Method: "POST", Path: path, Body: []byte(url.Values{"token": {bare(cred.Secret)}}.Encode()),
		Header: map[string]string{
			"Content-Type":  "application/x-www-form-urlencoded",
			"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(client)),
		},
	})
	switch {
	case err != nil:
		return leak.Verdict{}, err
	case got.Status == 401:
		return leak.Verdict{}, fmt.Errorf("the endpoint does not take the client id and secret of the settings (status %d)", got.Status)
	}
	v := introspected.Judge(request.Answer{Status: got.Status, Header: got.Header, Body: got.Body}, true)
	return scrub(v, &leak.Credential{Secret: n.ClientSecret}), nil
}
