package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// GitHub's tokens. The prefix tells the kind (docs.github.com, "About authentication to
// GitHub"), the last six characters are the CRC-32 of those before
// (github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats).
// How long they live: "Token expiration and revocation", "Refreshing user access
// tokens", "Generating an installation access token", "Setting a personal access token
// policy for your organization" there; runners: docs.github.com/rest/actions/self-hosted-runners.
// The longer form of installation tokens is "ghs_", the id of the app, "_" and a JWT
// whose claims are GitHub's own affair
// (github.blog/changelog/2026-05-15-github-app-installation-tokens-per-request-override-header).
var _ = later(func() {
	registerKinds("github", "GitHub",
		kind{prefix: "ghp_", min: 40, is: "personal access token (classic)", more: gitHubSum,
			grants: "everything that its scopes name, in every repository and organisation that its owner can reach",
			note:   "its owner chose when it expires, if ever", notes: []string{gitHubUnused, gitHubPublic}},
		kind{prefix: "github" + "_pat_", min: 93, is: "fine-grained personal access token",
			grants: "the permissions that were chosen for it, in the chosen repositories of one owner",
			note:   "its owner chose when it expires, if ever; an organisation lets it live for 366 days unless it has another policy", notes: []string{gitHubUnused, gitHubPublic}},
		kind{prefix: "gho_", min: 40, is: "OAuth app access token", never: true, more: gitHubSum,
			grants: "what a user granted to an OAuth app",
			notes:  []string{gitHubUnused, gitHubPublic}},
		kind{prefix: "ghu_", min: 40, is: "GitHub App user access token", more: gitHubSum,
			grants: "what both the app and its user may do",
			note:   "8 hours, or no end if its app has opted out of expiry", notes: []string{gitHubPublic}},
		kind{prefix: "ghs_", min: 40, is: "GitHub App installation access token", lifetime: day, more: gitHubInstallation,
			grants: "the permissions of an app in the repositories of one installation",
			note:   "an hour; the GITHUB_TOKEN of a workflow, which is one too, until its job ends, 24 hours at most", notes: []string{gitHubPublic}},
		kind{prefix: "ghr_", min: 40, is: "GitHub App refresh token", lifetime: 184 * day, more: gitHubSum,
			grants: "new user access tokens of a GitHub App, with the client secret of the app",
			notes:  []string{"it works once", gitHubPublic}},
		kind{rules: []string{"github-oauth-client-secret"}, is: "client secret of an app", never: true, more: gitHubClient,
			grants: "users' tokens in exchange for authorisation codes and refresh tokens, in the app's name"},
		kind{rules: []string{"github-runner-registration-token"}, is: "registration token of self-hosted runners", lifetime: hour,
			grants: "adding a runner, which then gets jobs and their secrets",
			notes:  []string{"runners that were added with it stay"}},
	)
})

const (
	gitHubUnused = "GitHub revokes it when nobody has used it for a year"
	gitHubPublic = "GitHub revokes it itself when it is pushed to a public repository or gist"
)

func gitHubSum(in *Input, t *leak.Token) {
	if written(in.Secret[4:], base62, 36) && rules.Checksums["github"](in.Secret) {
		t.Checksum = leak.ChecksumValid
	}
}

func gitHubInstallation(in *Input, t *leak.Token) {
	if app, jwt, ok := strings.Cut(in.Secret[4:], "_"); ok && written(app, digits, 1) && len(app) <= 12 && strings.Count(jwt, ".") == 2 {
		t.Subject = "app " + app
		return
	}
	gitHubSum(in, t)
}

// gitHubClient tells of which app it is: the ids of GitHub Apps begin with "Iv", those
// of OAuth apps with "Ov" (github.blog/changelog/2024-05-01-github-apps-can-now-use-the-client-id-to-fetch-installation-tokens).
func gitHubClient(in *Input, t *leak.Token) {
	id := in.Part("github-oauth-client-id")
	t.Subject = id
	switch {
	case strings.HasPrefix(id, "Iv"):
		t.Kind = "client secret of a GitHub App"
	case strings.HasPrefix(id, "Ov"):
		t.Kind = "client secret of an OAuth app"
	}
}
