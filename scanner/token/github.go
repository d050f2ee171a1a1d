package token

import (
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// GitHub's tokens (docs.github.com, "About authentication to GitHub", "Token
// expiration and revocation"): the prefix tells the kind.
var _ = register(Family{Name: "github", Tell: tellGitHub})

const gitHubHour = leak.Duration(time.Hour)

var gitHubKinds = map[string]struct {
	kind     string
	lifetime leak.Duration
	grants   string
}{
	"ghp_": {kind: "personal access token (classic)", grants: "everything that its scopes name, on every repository and organisation of its owner"},
	"github_pat_": {kind: "fine-grained personal access token", lifetime: 366 * 24 * gitHubHour,
		grants: "the permissions and repositories that were chosen for it, of one owner"},
	"gho_": {kind: "OAuth access token", grants: "what a user granted to an OAuth app"},
	"ghu_": {kind: "GitHub App user access token", lifetime: 8 * gitHubHour, grants: "what both the user and the app may do"},
	"ghs_": {kind: "GitHub App installation access token", lifetime: gitHubHour, grants: "what an app may do in the repositories of one installation"},
	"ghr_": {kind: "GitHub App refresh token", lifetime: 184 * 24 * gitHubHour, grants: "new user access tokens, with the client secret of the app"},
}

func tellGitHub(in *Input, t *leak.Token) bool {
	at := strings.IndexByte(in.Secret, '_') + 1
	if strings.HasPrefix(in.Secret, "github_pat_") {
		at = len("github_pat_")
	}
	k, ok := gitHubKinds[in.Secret[:at]]
	if !ok || len(in.Secret) < 40 {
		return false
	}
	t.Issuer, t.Kind, t.Lifetime, t.Grants = "GitHub", k.kind, k.lifetime, []string{k.grants}
	return true
}
