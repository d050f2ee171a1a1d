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
// developers.zoom.us/docs/internal-apps/s2s-oauth,
// developer.clickup.com/docs/authentication.
var (
	_ = later(func() {
		registerKinds("notion", "Notion",
			kind{prefix: "ntn_", min: 44, is: "token of an integration", never: true, grants: notionGrants},
			kind{only: []string{"notion-*"}, prefix: "secret_", min: 50, is: "token of an integration (older form)", never: true, grants: notionGrants})
	})
	_ = later(func() {
		registerKinds("linear", "Linear",
			kind{prefix: "lin_api_", min: 40, is: "personal API key", never: true,
				grants: "reading and changing issues and projects as its owner, unless it was limited"},
			kind{prefix: "lin_oauth_", min: 42, is: "OAuth access token",
				grants: "acting for a user or an app within its scopes",
				note:   "it lives for a day and is renewed with a refresh token; apps of before October 2025 had longer ones until April 2026"},
			kind{prefix: "lin_wh_", min: 27, is: "signing secret of a webhook", never: true,
				grants: "forging events that an endpoint takes for Linear's"})
	})
	_ = later(func() {
		registerKinds("postman", "Postman",
			kind{prefix: "PMAK-", min: 55, is: "API key",
				grants: "reading and changing the collections and environments of its owner, which often hold more secrets",
				note:   "it expires only where its team has set so"},
			kind{prefix: "PMAT-", min: 31, is: "collection access key",
				grants: "reading one collection"})
	})
	_ = later(func() {
		registerKinds("airtable", "Airtable",
			kind{prefix: "pat", min: 73, looks: func(s string) bool { return len(s) == 82 && s[17] == '.' && written(s[18:], hexDigits, 64) }, is: "personal access token", more: airtableID,
				grants: "reading and changing records and bases, within its scopes and the bases it was given"},
			kind{only: []string{"airtable-api-key"}, prefix: "key", is: "API key (legacy)",
				grants: "nothing any more", risks: lowers("Airtable takes no such keys since February 2024")})
	})
	_ = later(func() {
		registerKinds("asana", "Asana",
			kind{looks: asanaToken, is: "personal access token", never: true,
				grants: "reading and changing tasks and projects as its owner"},
			kind{rules: []string{"asana-client-secret"}, is: "client secret of an app", never: true,
				grants: "tokens in exchange for authorisation codes and refresh tokens, in the app's name"})
	})
	_ = later(func() {
		registerKinds("figma", "Figma",
			kind{prefix: "figd_", min: 45, is: "personal access token",
				grants: "reading files and posting comments as its owner, within its scopes",
				note:   "90 days at most; one of before April 2025 may have no end"},
			kind{prefix: "figu_", min: 45, is: "OAuth access token",
				grants: "reading files and posting comments as a user, within an app's scopes"})
	})
	_ = later(func() {
		registerKinds("dropbox", "Dropbox",
			kind{prefix: "sl.", min: 103, is: "short-lived access token", lifetime: 4 * hour,
				grants: "reading and writing files of an account or a team, within its scopes"},
			kind{rules: []string{"dropbox-refresh-token"}, is: "refresh token or long-lived access token", never: true,
				grants: "access tokens for ever, with the app's key and secret; a long-lived access token needs neither"},
			kind{rules: []string{"dropbox-app-secret"}, is: "app secret", never: true,
				grants: "tokens in exchange for authorisation codes and refresh tokens, in the app's name"})
	})
	_ = later(func() {
		registerKinds("box", "Box",
			kind{rules: []string{"box-developer-token"}, is: "developer token", lifetime: hour,
				grants: "reading and changing its owner's files"},
			kind{rules: []string{"box-client-secret"}, is: "client secret of an app", never: true,
				grants: "access tokens of the app's service account or users, within its scopes"})
	})
	_ = later(func() {
		registerKinds("zoom", "Zoom",
			kind{rules: []string{"zoom-client-secret"}, is: "client secret of an app", never: true,
				grants: "access tokens of the app, which live for an hour: meetings, recordings and users within its scopes"},
			kind{rules: []string{"zoom-sdk-secret"}, is: "secret of an SDK app", never: true,
				grants: "signing the tokens by which clients join meetings"},
			kind{rules: []string{"zoom-webhook-secret"}, is: "secret token of webhooks", never: true,
				grants: "forging the events that Zoom sends to an app"})
	})
	_ = later(func() {
		registerKinds("clickup", "ClickUp",
			kind{only: []string{"clickup-*"}, prefix: "pk_", min: 35, is: "personal API token", never: true, more: clickUpUser,
				grants: "reading and changing tasks and documents as its owner"})
	})
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
