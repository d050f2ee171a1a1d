package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Infrastructure, networks and databases:
// pulumi.com/docs/pulumi-cloud/access-management/access-tokens,
// tailscale.com/docs/reference/key-prefixes (the kind and the id of a key stand in it),
// tailscale.com/docs/features/access-control/auth-keys and tailscale.com/kb/1101 (90 days
// at most), ngrok.com/docs/api, docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys,
// planetscale.com/docs/concepts/service-tokens, neon.com/docs/manage/api-keys.
var (
	_ = registerForms("pulumi", "Pulumi",
		form{prefix: "pul-", least: 40, looks: func(s string) bool { return len(s) == 44 && written(s[4:], hexDigits, 40) }, is: "personal, team or organisation access token",
			grants: "updating stacks, and reading their state and secrets; one that administers, the organisation, too",
			notes:  []string{"it expires only if a date was set"}})
	_ = registerForms("tailscale", "Tailscale",
		tailscale(form{prefix: "tskey-api-", is: "API access token", lives: 90 * day,
			grants: "everything in a tailnet that its owner may: devices, access rules, keys",
			risks:  raises("it changes the access rules of a whole network")}),
		tailscale(form{prefix: "tskey-auth-", is: "auth key", lives: 90 * day,
			grants: "adding machines to a tailnet, which then reach what its rules allow",
			notes:  []string{"one-off keys work once; machines that were added with one stay"}}),
		tailscale(form{prefix: "tskey-client-", is: "OAuth client secret", lives: forever,
			grants: "access tokens of an hour within its scopes, and auth keys of its tags"}),
		tailscale(form{prefix: "tskey-scim-", is: "SCIM key",
			grants: "creating, changing and removing users of a tailnet"}),
		tailscale(form{prefix: "tskey-webhook-", is: "signing secret of a webhook", lives: forever,
			grants: "forging events that an endpoint takes for Tailscale's"}))
	_ = registerForms("ngrok", "ngrok",
		form{rules: []string{"ngrok-authtoken"}, is: "authtoken of an agent", lives: forever,
			grants: "tunnels in the account's name, on its domains, unless its rules forbid that"},
		form{rules: []string{"ngrok-api-key"}, is: "API key", lives: forever,
			grants: "everything in an account: tunnels, domains, certificates, credentials"})
	_ = registerForms("prefect", "Prefect",
		form{prefix: "pnu_", least: 36, is: "API key of a user",
			grants: "running flows and reading blocks, with the secrets in them, as its owner",
			notes:  []string{"it expires only if a date was set"}},
		form{prefix: "pnb_", least: 36, is: "API key of a service account",
			grants: "running flows and reading blocks, with the secrets in them, within its role",
			notes:  []string{"it expires only if a date was set"}})
	_ = registerForms("planetscale", "PlanetScale",
		form{prefix: "pscale_pw_", least: 32, is: "password of a database branch", tell: planetScaleHost,
			grants: "reading and writing the tables of a branch, within its role",
			notes:  []string{"it expires only if a TTL was set"}},
		form{prefix: "pscale_tkn_", least: 32, is: "service token", lives: forever,
			grants: "databases and branches of an organisation, within its permissions"},
		form{prefix: "pscale_oauth_", least: 32, is: "OAuth access token",
			grants: "acting for a user or an organisation, within what was granted to an application"})
	_ = registerForms("neon", "Neon",
		form{prefix: "napi_", least: 40, is: "API key", lives: forever,
			grants: "creating and deleting projects, branches and databases, and reading their connection strings"},
		form{prefix: "npg_", least: 12, looks: func(s string) bool { return len(s) == 16 && written(s[4:], base62, 12) }, is: "password of a role", lives: forever,
			tell:   func(in *Input, t *leak.Token) { at(t, used(in, "neon.tech")) },
			grants: "reading and writing the databases of a role"})
)

func planetScaleHost(in *Input, t *leak.Token) { at(t, used(in, "psdb.cloud")) }

// tailscale is a form "tskey-KIND-ID-SECRET".
func tailscale(f form) form {
	f.least = 20
	f.tell = func(in *Input, t *leak.Token) {
		if parts := strings.Split(in.Secret, "-"); len(parts) == 4 && written(parts[2], base62, 8) && len(parts[2]) <= 24 {
			detail(t, "Key id", parts[2])
		}
	}
	return f
}
