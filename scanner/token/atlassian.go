package token

import (
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Atlassian's tokens (support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account:
// a year at most since December 2024), those of Bitbucket
// (support.atlassian.com/bitbucket-cloud/docs/access-tokens, .../app-passwords;
// atlassian.com/blog/bitbucket/bitbucket-cloud-transitions-to-api-tokens-enhancing-security-with-app-password-deprecation)
// and of servers of one's own
// (confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html).
var _ = later(func() {
	registerKinds("atlassian", "Atlassian",
		kind{prefix: "ATATT3xFfGF0", min: 112, is: "API token", lifetime: 365 * day, more: atlassianSite,
			grants: "everything that its owner may do in Jira, Confluence and Bitbucket, with the owner's e-mail address; less if it has scopes"},
		kind{prefix: "ATCTT3xFfGN0", min: 112, is: "access token of a Bitbucket repository, project or workspace",
			grants: "reading or writing there, within its scopes",
			note:   "it expires only if a date was set"},
		kind{prefix: "ATBB", min: 36, looks: func(s string) bool { return len(s) == 36 && written(s, base62, 36) }, is: "Bitbucket app password", more: appPasswordsEnd,
			grants: "reading or writing repositories as its owner, within its scopes"},
		kind{only: []string{"atlassian-oauth-client-secret"}, prefix: "ATOA", min: 44, is: "OAuth client secret", never: true,
			grants: "tokens in exchange for authorisation codes and refresh tokens, in the app's name"},
		kind{prefix: "BBDC-", min: 45, is: "HTTP access token of Bitbucket Data Center",
			grants: "reading or writing repositories as its owner, a project or a repository",
			note:   "it expires only if a date was set, or its administrator demands one"},
		kind{rules: []string{"jira-data-center-token"}, is: "personal access token of Jira or Confluence Data Center",
			grants: "everything that its owner may do in that server",
			note:   "it expires only if a date was set, or its administrator demands one"},
		kind{rules: []string{"bitbucket-oauth-client-secret"}, is: "secret of a Bitbucket OAuth consumer", never: true,
			grants: "access tokens of the workspace, in the consumer's name"},
	)
})

// appPasswordsEnd is when Bitbucket stopped to take them: 28 July 2026
// (community.atlassian.com/forums/Bitbucket-articles, "App password brownout schedule").
func appPasswordsEnd(_ *Input, t *leak.Token) {
	t.Expires = date(time.Date(2026, time.July, 28, 0, 0, 0, 0, time.UTC))
}

func atlassianSite(in *Input, t *leak.Token) { at(t, used(in, "atlassian.net")) }
