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
	_ = later(func() {
		registerKinds("pulumi", "Pulumi",
			kind{prefix: "pul-", min: 44, looks: func(s string) bool { return len(s) == 44 && written(s[4:], hexDigits, 40) }, is: "personal, team or organisation access token",
				grants: "updating stacks, and reading their state and secrets; one that administers, the organisation, too",
				note:   "it expires only if a date was set"})
	})
	_ = later(func() {
		registerKinds("tailscale", "Tailscale",
			tailscale(kind{prefix: "tskey-api-", is: "API access token", lifetime: 90 * day,
				grants: "everything in a tailnet that its owner may: devices, access rules, keys",
				risks:  raises("it changes the access rules of a whole network")}),
			tailscale(kind{prefix: "tskey-auth-", is: "auth key", lifetime: 90 * day,
				grants: "adding machines to a tailnet, which then reach what its rules allow",
				notes:  []string{"one-off keys work once; machines that were added with one stay"}}),
			tailscale(kind{prefix: "tskey-client-", is: "OAuth client secret", never: true,
				grants: "access tokens of an hour within its scopes, and auth keys of its tags"}),
			tailscale(kind{prefix: "tskey-scim-", is: "SCIM key",
				grants: "creating, changing and removing users of a tailnet"}),
			tailscale(kind{prefix: "tskey-webhook-", is: "signing secret of a webhook", never: true,
				grants: "forging events that an endpoint takes for Tailscale's"}))
	})
	_ = later(func() {
		registerKinds("ngrok", "ngrok",
			kind{rules: []string{"ngrok-authtoken"}, is: "authtoken of an agent", never: true,
				grants: "tunnels in the account's name, on its domains, unless its rules forbid that"},
			kind{rules: []string{"ngrok-api-key"}, is: "API key", never: true,
				grants: "everything in an account: tunnels, domains, certificates, credentials"})
	})
	_ = later(func() {
		registerKinds("prefect", "Prefect",
			kind{prefix: "pnu_", min: 40, is: "API key of a user",
				grants: "running flows and reading blocks, with the secrets in them, as its owner",
				note:   "it expires only if a date was set"},
			kind{prefix: "pnb_", min: 40, is: "API key of a service account",
				grants: "running flows and reading blocks, with the secrets in them, within its role",
				note:   "it expires only if a date was set"})
	})
	_ = later(func() {
		registerKinds("planetscale", "PlanetScale",
			kind{prefix: "pscale_pw_", min: 42, is: "password of a database branch", more: planetScaleHost,
				grants: "reading and writing the tables of a branch, within its role",
				note:   "it expires only if a TTL was set"},
			kind{prefix: "pscale_tkn_", min: 43, is: "service token", never: true,
				grants: "databases and branches of an organisation, within its permissions"},
			kind{prefix: "pscale_oauth_", min: 45, is: "OAuth access token",
				grants: "acting for a user or an organisation, within what was granted to an application"})
	})
	_ = later(func() {
		registerKinds("neon", "Neon",
			kind{prefix: "napi_", min: 45, is: "API key", never: true,
				grants: "creating and deleting projects, branches and databases, and reading their connection strings"},
			kind{prefix: "npg_", min: 16, looks: func(s string) bool { return len(s) == 16 && written(s[4:], base62, 12) }, is: "password of a role", never: true,
				more:   func(in *Input, t *leak.Token) { at(t, used(in, "neon.tech")) },
				grants: "reading and writing the databases of a role"})
	})
)

func planetScaleHost(in *Input, t *leak.Token) { at(t, used(in, "psdb.cloud")) }

// tailscale is a key "tskey-KIND-ID-SECRET".
func tailscale(f kind) kind {
	f.min = len(f.prefix) + 20
	f.more = func(in *Input, t *leak.Token) {
		if parts := strings.Split(in.Secret, "-"); len(parts) == 4 && written(parts[2], base62, 8) && len(parts[2]) <= 24 {
			detail(t, "Key id", parts[2])
		}
	}
	return f
}
