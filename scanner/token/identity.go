package token

import "github.com/leaksieve/leaksieve/scanner/leak"

// Secrets of services that sign people in; their JWTs are told elsewhere.
// developer.okta.com/docs/guides/create-an-api-token (30 days without use end a token),
// auth0.com/docs/get-started/applications/rotate-client-secret.
var (
	_ = later(func() {
		registerKinds("okta", "Okta",
			kind{only: []string{"okta-api-token", "okta-access-token"}, prefix: "00", min: 42, is: "API token", more: oktaHost,
				grants: "everything that its maker may do, often administering a whole organisation",
				note:   "it ends when nobody has used it for 30 days; each use gives it 30 more",
				risks:  raises("whoever administers Okta signs in everywhere as anybody")},
			kind{rules: []string{"okta-client-secret"}, is: "client secret of an application", never: true, more: oktaHost,
				grants: "tokens in an application's name, within its grants"})
	})
	_ = later(func() {
		registerKinds("auth0", "Auth0",
			kind{rules: []string{"auth0-client-secret"}, is: "client secret of an application", never: true, more: func(in *Input, t *leak.Token) { at(t, used(in, "auth0.com")) },
				grants: "tokens in an application's name; those of the management API, if it was given that"})
	})
)

func oktaHost(in *Input, t *leak.Token) {
	at(t, used(in, "okta.com", "oktapreview.com", "okta-emea.com"))
	if len(t.Host) > len("oktapreview.com") && t.Host[len(t.Host)-len("oktapreview.com"):] == "oktapreview.com" {
		t.Environment = leak.EnvironmentTest
	}
}
