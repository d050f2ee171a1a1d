package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// HashiCorp's tokens. Vault: developer.hashicorp.com/vault/docs/concepts/tokens (prefixes,
// service and batch tokens, root tokens; 32 days are the default maximum of a lease);
// HCP Terraform: developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens;
// Consul: developer.hashicorp.com/consul/docs/security/acl/tokens; Nomad:
// developer.hashicorp.com/nomad/docs/concepts/acl; HCP:
// developer.hashicorp.com/hcp/docs/hcp/iam/service-principal.
var (
	_ = registerForms("vault", "HashiCorp Vault",
		form{prefix: "hvs.", least: 20, is: "service token", tell: vaultHost, grants: vaultGrants, notes: vaultService, risks: states(vaultRoot)},
		form{prefix: "hvb.", least: 60, is: "batch token", tell: vaultHost, grants: vaultGrants,
			notes: []string{"it can be neither renewed nor revoked: it ends with its TTL, or with the token that made it"},
			risks: states("nobody can take it back: change what it could read")},
		form{prefix: "hvr.", least: 20, is: "recovery token", tell: vaultHost,
			grants: "the raw storage of a Vault in recovery mode", notes: []string{"it ends when Vault leaves recovery mode"},
			risks: states("it opens nothing unless Vault runs in recovery mode")},
		form{rules: vaultOld, prefix: "s.", least: 24, is: "service token (older form)", tell: vaultHost, grants: vaultGrants, notes: vaultService, risks: states(vaultRoot)},
		form{rules: vaultOld, prefix: "b.", least: 24, is: "batch token (older form)", tell: vaultHost, grants: vaultGrants,
			notes: []string{"it can be neither renewed nor revoked: it ends with its TTL, or with the token that made it"}},
		form{rules: vaultOld, prefix: "r.", least: 24, is: "recovery token (older form)", tell: vaultHost,
			grants: "the raw storage of a Vault in recovery mode"},
		form{rules: []string{"vault-unseal-key"}, is: "share of the unseal or recovery key", lives: forever,
			grants: "unsealing a Vault, or making a root token, with enough of the other shares",
			notes:  []string{"only rekeying makes it worthless"}})
	_ = registerForms("terraform", "HCP Terraform",
		form{looks: func(s string) bool { return terraformToken(s) }, is: "user, team or organisation token",
			grants: "plans and applies, and reading state with the secrets in it; that of an organisation manages teams and workspaces",
			notes:  []string{"its maker chose when it expires, if ever"}},
		form{rules: []string{"terraform-credentials"}, is: "token of a Terraform host",
			grants: "plans and applies, and reading state with the secrets in it"})
	_ = registerForms("consul", "HashiCorp Consul",
		form{rules: []string{"consul-acl-token"}, is: "secret id of an ACL token",
			grants: "services, keys and access rules, within its policies; a bootstrap token does everything",
			notes:  []string{"it expires only if a TTL was set"}},
		form{rules: []string{"consul-gossip-key"}, is: "gossip encryption key", lives: forever,
			grants: "reading and forging what the members of a cluster tell one another"})
	_ = registerForms("nomad", "HashiCorp Nomad",
		form{rules: []string{"nomad-acl-token"}, is: "secret id of an ACL token",
			grants: "jobs and nodes, within its policies; a management token does everything",
			notes:  []string{"it expires only if a TTL was set"}})
	_ = registerForms("boundary", "HashiCorp Boundary",
		form{prefix: "at_", least: 70, looks: func(s string) bool { return len(s) > 14 && strings.HasPrefix(s[13:], "_s1") }, is: "auth token", lives: 7 * day,
			grants: "sessions to the targets that its user may reach",
			notes:  []string{"it lives for 7 days unless its controller has another limit"}})
	_ = registerForms("hcp", "HashiCorp Cloud Platform",
		form{rules: []string{"hcp-client-secret"}, is: "client secret of a service principal", lives: forever,
			grants: "access tokens of a project or organisation, within its role"})
)

const (
	vaultGrants = "reading and writing what its policies say"
	vaultRoot   = "a root token looks the same: it does everything and may have no end"
)

var (
	vaultOld     = []string{"vault-legacy-token", "vault-service-token"}
	vaultService = []string{"it lives for its TTL and can be renewed, by default for 32 days in all; a periodic token for ever"}
)

// vaultHost tells the address that stands beside a token, as VAULT_ADDR or in a URL.
func vaultHost(in *Input, t *leak.Token) { at(t, used(in, "hashicorp.cloud")) }

func terraformToken(s string) bool {
	id, secret, ok := strings.Cut(s, ".atlasv1.")
	return ok && len(id) == 14 && written(id, base62, 14) && len(secret) >= 60 && len(secret) <= 80 && printable(secret)
}
