package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Tokens of user pools of Amazon Cognito
// (docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html).
var _ = later(func() { registerIssuer("cognito", tellCognito) })

func tellCognito(j *signed, t *leak.Token) bool {
	host, pool, _ := strings.Cut(strings.TrimPrefix(j.issuer, "https://"), "/")
	region, ok := strings.CutPrefix(host, "cognito-idp.")
	if region, _, _ = strings.Cut(region, ".amazonaws.com"); !ok || pool == "" {
		return false
	}
	t.Issuer, t.Account, t.Lifetime = "Amazon Cognito", text(pool, maxText), day
	detail(t, "Region", text(region, 40))
	detail(t, "Groups", strings.Join(j.claims.words("cognito:groups"), ", "))
	detail(t, "User", j.claims.text("cognito:username"))
	switch j.claims.text("token_use") {
	case "access":
		t.Kind = "access token of a user pool"
		t.Grants = []string{"what its scopes and groups allow; with aws.cognito.signin.user.admin also the user's own profile"}
	case "id":
		t.Kind = "ID token of a user pool"
		noIDToken(t)
		risk(t, 0, "API Gateway and identity pools let ID tokens of Cognito in")
	}
	return true
}
