package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Keys of Supabase (supabase.com/docs/guides/api/api-keys): the older ones are JWTs
// with the role of the database that they act as, and ref, the project.
var (
	_ = later(func() { registerIssuer("supabase", tellSupabase) })
	_ = later(func() {
		register(Family{Name: "supabase", Tell: tellKinds("Supabase", []kind{
			{rules: []string{"supabase-pat"}, prefix: "sbp_", min: 44, is: "personal access token", note: "its owner chose when it expires, if ever",
				grants: "the organisations and projects of its owner, unless it is limited to some, by the management API"},
			{rules: []string{"supabase-secret-key"}, prefix: "sb_secret_", min: 40, is: "secret key of a project", never: true,
				grants: "everything in the data of a project: it bypasses row level security"},
		})})
	})
)

func tellSupabase(j *signed, t *leak.Token) bool {
	c := j.claims
	role := c.text("role")
	ref, hosted := strings.CutSuffix(strings.TrimPrefix(j.issuer, "https://"), ".supabase.co/auth/v1")
	if j.issuer != "supabase" && j.issuer != "supabase-demo" && !hosted || role == "" {
		return false
	}
	if !hosted {
		ref = c.text("ref")
	}
	t.Issuer, t.Account, t.Scopes = "Supabase", ref, []string{role}
	if ref != "" {
		t.Host, t.Reach = ref+".supabase.co", leak.ReachPublic
	}
	if j.issuer == "supabase-demo" {
		t.Environment = leak.EnvironmentTest
		risk(t, -3, "it is the demo key that everybody's local Supabase has")
	}
	switch role {
	case "anon":
		t.Kind, t.Grants = "anon key", []string{"what row level security lets a visitor do"}
		risk(t, -2, "the anon key is made to be public: row level security is what protects the data")
	case "service_role":
		t.Kind, t.Grants = "service_role key", []string{"everything in the data of a project: it bypasses row level security"}
		if t.Environment == "" {
			risk(t, 1, "the service_role key bypasses row level security")
		}
	default:
		t.Kind, t.Grants = "session of a user", []string{"what row level security lets the user do"}
	}
	return true
}
