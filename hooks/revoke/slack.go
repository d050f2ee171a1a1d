package revoke

import (
	"slices"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// https://docs.slack.dev/reference/methods/auth.revoke: the status is 200 whatever
// became of it.
var _ = register(Way{
	Name: "slack", Kind: Self, Bases: []string{"https://slack.com"},
	Rules:  []string{"slack-bot-token", "slack-user-token", "slack-legacy-token", "slack-rotating-token"},
	Docs:   "https://docs.slack.dev/reference/methods/auth.revoke",
	Does:   "POST /api/auth.revoke",
	Effect: "the app loses this installation's token; a bot leaves the workspace with its last one",
	Page:   "https://api.slack.com/apps",
	Steps:  []string{"Open the app at https://api.slack.com/apps and revoke its tokens under OAuth & Permissions."},
	Do:     one(bearer("POST", "/api/auth.revoke"), readSlack),
})

func readSlack(r *outbound.Response) Answer {
	var said struct {
		OK, Revoked bool
		Error       string
	}
	switch err := decode(r, &said); {
	case err != nil:
		return Answer{Unknown, err.Error()}
	case said.OK && said.Revoked:
		return Answer{Revoked, "revoked"}
	case said.OK:
		return Answer{Failed, "Slack did not revoke it"}
	case slices.Contains([]string{"invalid_auth", "token_revoked", "token_expired", "account_inactive"}, said.Error):
		return Answer{Dead, said.Error}
	case slices.Contains([]string{"not_allowed_token_type", "no_permission", "missing_scope", "access_denied", "team_access_not_granted"}, said.Error):
		return Answer{Refused, said.Error}
	}
	return Answer{Failed, "Slack answered with another error"}
}
