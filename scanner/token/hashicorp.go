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
	_ = later(func() {
		registerKinds("vault", "HashiCorp Vault",
			kind{prefix: "hvs.", min: 24, is: "service token", more: vaultHost, grants: vaultGrants, notes: vaultService, risks: states(vaultRoot)},
			kind{prefix: "hvb.", min: 64, is: "batch token", more: vaultHost, grants: vaultGrants,
				note:  "it can be neither renewed nor revoked: it ends with its TTL, or with the token that made it",
				risks: states("nobody can take it back: change what it could read")},
			kind{prefix: "hvr.", min: 24, is: "recovery token", more: vaultHost,
				grants: "the raw storage of a Vault in recovery mode", note: "it ends when Vault leaves recovery mode",
				risks: states("it opens nothing unless Vault runs in recovery mode")},
			kind{only: vaultOld, prefix: "s.", min: 26, is: "service token (older form)", more: vaultHost, grants: vaultGrants, notes: vaultService, risks: states(vaultRoot)},
			kind{only: vaultOld, prefix: "b.", min: 26, is: "batch token (older form)", more: vaultHost, grants: vaultGrants,
				note: "it can be neither renewed nor revoked: it ends with its TTL, or with the token that made it"},
			kind{only: vaultOld, prefix: "r.", min: 26, is: "recovery token (older form)", more: vaultHost,
				grants: "the raw storage of a Vault in recovery mode"},
			kind{rules: []string{"vault-unseal-key"}, is: "share of the unseal or recovery key", never: true,
				grants: "unsealing a Vault, or making a root token, with enough of the other shares",
				notes:  []string{"only rekeying makes it worthless"}})
	})
	_ = later(func() {
		registerKinds("terraform", "HCP Terraform",
			kind{looks: func(s string) bool { return terraformToken(s) }, is: "user, team or organisation token",
				grants: "plans and applies, and reading state with the secrets in it; that of an organisation manages teams and workspaces",
				note:   "its maker chose when it expires, if ever"},
			kind{rules: []string{"terraform-credentials"}, is: "token of a Terraform host",
				grants: "plans and applies, and reading state with the secrets in it"})
	})
	_ = later(func() {
		registerKinds("consul", "HashiCorp Consul",
			kind{rules: []string{"consul-acl-token"}, is: "secret id of an ACL token",
				grants: "services, keys and access rules, within its policies; a bootstrap token does everything",
				note:   "it expires only if a TTL was set"},
			kind{rules: []string{"consul-gossip-key"}, is: "gossip encryption key", never: true,
				grants: "reading and forging what the members of a cluster tell one another"})
	})
	_ = later(func() {
		registerKinds("nomad", "HashiCorp Nomad",
			kind{rules: []string{"nomad-acl-token"}, is: "secret id of an ACL token",
				grants: "jobs and nodes, within its policies; a management token does everything",
				note:   "it expires only if a TTL was set"})
	})
	_ = later(func() {
		registerKinds("boundary", "HashiCorp Boundary",
			kind{prefix: "at_", min: 73, looks: func(s string) bool { return len(s) > 14 && strings.HasPrefix(s[13:], "_s1") }, is: "auth token",
				grants: "sessions to the targets that its user may reach",
				note:   "7 days unless its controller has another limit"})
	})
	_ = later(func() {
		registerKinds("hcp", "HashiCorp Cloud Platform",
			kind{rules: []string{"hcp-client-secret"}, is: "client secret of a service principal", never: true,
				grants: "access tokens of a project or organisation, within its role"})
	})
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
