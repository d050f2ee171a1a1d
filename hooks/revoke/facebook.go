package revoke

import (
	"strings"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// https://developers.facebook.com/docs/graph-api/reference/user/permissions/: without the
// name of a permission, all that the user granted the app is taken back. The errors are
// those of https://developers.facebook.com/docs/graph-api/guides/error-handling.
var _ = register(Way{
	Name: "facebook", Kind: Self, Bases: []string{"https://graph.facebook.com"},
	Rules:  []string{"facebook-access-token"},
	Docs:   "https://developers.facebook.com/docs/graph-api/reference/user/permissions/",
	Does:   "DELETE /me/permissions",
	Effect: "the user's login to the app is undone, with all tokens of the two",
	Page:   "https://www.facebook.com/settings?tab=business_tools",
	Steps:  []string{"A user's: remove the app at https://www.facebook.com/settings?tab=business_tools. A page's or system user's: in the business settings."},
	Do:     one(bearer("DELETE", "/me/permissions"), readFacebook),
})

func readFacebook(r *outbound.Response) Answer {
	var said struct {
		Success bool
		Error   struct{ Code int }
	}
	if strings.TrimSpace(string(r.Body)) == "true" && r.Status == 200 {
		return Answer{Revoked, status(r)}
	}
	switch err := decode(r, &said); {
	case err != nil && r.Status == 200:
		return Answer{Unknown, err.Error()}
	case r.Status == 200 && said.Success:
		return Answer{Revoked, status(r)}
	case said.Error.Code == 190:
		return Answer{Dead, "error 190: the token has expired or was revoked"}
	case said.Error.Code == 10 || said.Error.Code == 100 || said.Error.Code >= 200 && said.Error.Code < 300:
		return Answer{Refused, "the token has no user or may not"}
	}
	return Answer{Failed, status(r)}
}
