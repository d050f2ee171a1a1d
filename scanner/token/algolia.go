package token

import (
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Algolia's keys (algolia.com/doc/guides/security/api-keys). A secured key is base64 of
// an HMAC-SHA-256 in hexadecimal and the query parameters that its holder cannot change
// (algolia.com/doc/libraries/sdk/methods/search/generate-secured-api-key).
var _ = later(func() {
	registerKinds("algolia", "Algolia",
		kind{looks: func(s string) bool { return algoliaRestrictions(s) != nil }, is: "secured API key", more: algoliaSecured,
			grants: "searching, within the restrictions that are written in it",
			risks:  lowers("it is made to be given to the browser of one user")},
		kind{rules: []string{"algolia-admin-key", "algolia-api-key"}, is: "API key", more: algoliaApp,
			grants: "what its rights say; the admin key does everything in an application"},
	)
})

// algoliaRestrictions returns the parameters of a secured key, nil if it is none.
func algoliaRestrictions(s string) url.Values {
	const mac = 64
	if len(s) < 100 || !written(s[:20], base62+"+/-_", 20) {
		return nil
	}
	b, ok := unbase64(s)
	if !ok || len(b) <= mac || !written(string(b[:mac]), hexDigits, mac) || !printable(string(b[mac:])) {
		return nil
	}
	q, err := url.ParseQuery(string(b[mac:]))
	if err != nil || len(q) == 0 || len(q) > maxList || !strings.Contains(string(b[mac:]), "=") {
		return nil
	}
	return q
}

func algoliaSecured(in *Input, t *leak.Token) {
	q := algoliaRestrictions(in.Secret)
	t.Expires = epoch(q.Get("validUntil"))
	if t.Expires == nil {
		t.NeverExpires = true
	}
	t.Subject = text(q.Get("userToken"), maxText)
	if indices := q.Get("restrictIndices"); indices != "" {
		t.Scopes = list(strings.FieldsFunc(indices, func(r rune) bool { return strings.ContainsRune(`[]", `, r) }))
	}
	detail(t, "Filters", text(q.Get("filters"), maxText))
	if from := text(q.Get("restrictSources"), maxText); from != "" {
		t.Binding = &leak.Binding{Kind: "address", To: from, Note: "it is taken from these addresses only"}
	}
	algoliaApp(in, t)
}

func algoliaApp(in *Input, t *leak.Token) {
	t.Account = withWord("application ", text(in.Part("algolia-app-id"), maxText))
}
