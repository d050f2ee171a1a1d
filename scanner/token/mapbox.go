package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Mapbox's tokens are a kind, JSON in base64url and a signature, between dots
// (docs.mapbox.com/api/accounts/tokens#token-format). The JSON names the user ("u"), that
// of a temporary token, which lives for an hour at most, also its scopes and its end
// (github.com/mapbox/parse-mapbox-token).
var _ = registerForms("mapbox", "Mapbox",
	form{prefix: "sk.eyJ", least: 40, is: "secret token", lives: forever, tell: mapbox,
		grants: "what its scopes say: uploading and changing maps and data, tokens of the account"},
	form{prefix: "tk.eyJ", least: 40, is: "temporary token", lives: hour, tell: mapbox,
		grants: "what its scopes say"},
	form{prefix: "pk.eyJ", least: 40, is: "public token", lives: forever, tell: mapbox,
		grants: "public maps at the account's cost", risks: lowers("it is made to be public; it may be limited to URLs")},
)

func mapbox(in *Input, t *leak.Token) {
	parts := strings.Split(in.Secret, ".")
	if len(parts) != 3 {
		return
	}
	o, ok := base64Object(parts[1])
	if !ok {
		return
	}
	t.Account = o.text("u")
	t.Scopes = o.words("scopes")
	if exp := o.seconds("exp"); exp != nil && !t.NeverExpires {
		t.Expires = exp
	}
}
