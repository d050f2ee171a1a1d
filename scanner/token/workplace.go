package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Services that people work with; what each page says of its tokens:
// developers.notion.com/docs/authorization, linear.app/developers/oauth-2-0-authentication,
// learning.postman.com/docs/developer/postman-api/authentication,
// airtable.com/developers/web/api/authentication (what stands before the dot is the
// token's id), developers.asana.com/docs/personal-access-token,
// developers.figma.com/docs/rest-api/personal-access-tokens (90 days at most),
// developers.dropbox.com/oauth-guide (four hours),
// developer.box.com/guides/authentication/tokens/developer-tokens (an hour),
// developers.zoom.us/docs/internal-apps/s2s-oauth, clickup.com/api, trello.
var (
	_ = registerForms("notion", "Notion",
		form{prefix: "ntn_", least: 40, is: "token of an integration", lives: forever, grants: notionGrants},
		form{rules: []string{"notion-*"}, prefix: "secret_", least: 43, is: "token of an integration (older form)", lives: forever, grants: notionGrants})
	_ = registerForms("linear", "Linear",
		form{prefix: "lin_api_", least: 32, is: "personal API key", lives: forever,
			grants: "reading and changing issues and projects as its owner, unless it was limited"},
		form{prefix: "lin_oauth_", least: 32, is: "OAuth access token",
			grants: "acting for a user or an app within its scopes",
			notes:  []string{"one that comes with a refresh token lives for a day, an older one for ten years"}},
		form{prefix: "lin_wh_", least: 20, is: "signing secret of a webhook", lives: forever,
			grants: "forging events that an endpoint takes for Linear's"})
	_ = registerForms("postman", "Postman",
		form{prefix: "PMAK-", least: 50, is: "API key",
			grants: "reading and changing the collections and environments of its owner, which often hold more secrets",
			notes:  []string{"it expires only where its team has set so"}},
		form{prefix: "PMAT-", least: 26, is: "collection access key",
			grants: "reading one collection"})
	_ = registerForms("airtable", "Airtable",
		form{prefix: "pat", least: 70, looks: func(s string) bool { return len(s) == 82 && s[17] == '.' && written(s[18:], hexDigits, 64) }, is: "personal access token", tell: airtableID,
			grants: "reading and changing records and bases, within its scopes and the bases it was given"},
		form{rules: []string{"airtable-api-key"}, prefix: "key", is: "API key (legacy)",
			grants: "nothing any more", risks: lowers("Airtable takes no such keys since February 2024")})
	_ = registerForms("asana", "Asana",
		form{looks: asanaToken, is: "personal access token", lives: forever,
			grants: "reading and changing tasks and projects as its owner"},
		form{rules: []string{"asana-client-secret"}, is: "client secret of an app", lives: forever,
			grants: "tokens in exchange for authorisation codes and refresh tokens, in the app's name"})
	_ = registerForms("figma", "Figma",
		form{prefix: "figd_", least: 40, is: "personal access token", lives: 90 * day,
			grants: "reading files and posting comments as its owner, within its scopes",
			notes:  []string{"one of before April 2025 may have no end"}},
		form{prefix: "figu_", least: 40, is: "OAuth access token",
			grants: "reading files and posting comments as a user, within an app's scopes"})
	_ = registerForms("dropbox", "Dropbox",
		form{prefix: "sl.", least: 100, is: "short-lived access token", lives: 4 * hour,
			grants: "reading and writing files of an account or a team, within its scopes"},
		form{rules: []string{"dropbox-refresh-token"}, is: "refresh token or long-lived access token", lives: forever,
			grants: "access tokens for ever, with the app's key and secret; a long-lived access token needs neither"},
		form{rules: []string{"dropbox-app-secret"}, is: "app secret", lives: forever,
			grants: "tokens in exchange for authorisation codes and refresh tokens, in the app's name"})
	_ = registerForms("box", "Box",
		form{rules: []string{"box-developer-token"}, is: "developer token", lives: hour,
			grants: "reading and changing its owner's files"},
		form{rules: []string{"box-client-secret"}, is: "client secret of an app", lives: forever,
			grants: "access tokens of the app's service account or users, within its scopes"})
	_ = registerForms("zoom", "Zoom",
		form{rules: []string{"zoom-client-secret"}, is: "client secret of an app", lives: forever,
			grants: "access tokens of the app, which live for an hour: meetings, recordings and users within its scopes"},
		form{rules: []string{"zoom-sdk-secret"}, is: "secret of an SDK app", lives: forever,
			grants: "signing the tokens by which clients join meetings"},
		form{rules: []string{"zoom-webhook-secret"}, is: "secret token of webhooks", lives: forever,
			grants: "forging the events that Zoom sends to an app"})
	_ = registerForms("clickup", "ClickUp",
		form{rules: []string{"clickup-*"}, prefix: "pk_", least: 32, is: "personal API token", lives: forever, tell: clickUpUser,
			grants: "reading and changing tasks and documents as its owner"})
)

const notionGrants = "reading and changing the pages that were shared with an integration, within its capabilities"

func airtableID(in *Input, t *leak.Token) {
	id, _, _ := strings.Cut(in.Secret, ".")
	detail(t, "Token id", id)
}

// asanaToken reports whether s is "1/NUMBER:HEX" or "2/NUMBER/NUMBER:HEX".
func asanaToken(s string) bool {
	ids, secret, ok := strings.Cut(s, ":")
	if !ok || len(secret) != 32 || !written(secret, hexDigits, 32) || len(ids) > 50 || !strings.HasPrefix(ids, "1/") && !strings.HasPrefix(ids, "2/") {
		return false
	}
	for id := range strings.SplitSeq(ids[2:], "/") {
		if !written(id, digits, 12) {
			return false
		}
	}
	return true
}

// clickUpUser tells whose token it is: "pk_USER_…".
func clickUpUser(in *Input, t *leak.Token) {
	if parts := strings.Split(in.Secret, "_"); len(parts) == 3 && written(parts[1], digits, 5) && len(parts[1]) <= 12 {
		t.Subject = "user " + parts[1]
	}
}
