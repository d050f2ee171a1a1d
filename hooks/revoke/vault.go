package revoke

import (
	"strings"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// https://developer.hashicorp.com/vault/api-docs/auth/token#revoke-a-token-self
var _ = register(Way{
	Name: "vault", Kind: Self, // each has its own host
	Rules:  []string{"vault-service-token", "vault-legacy-token"},
	Docs:   "https://developer.hashicorp.com/vault/api-docs/auth/token#revoke-a-token-self",
	Does:   "POST /v1/auth/token/revoke-self",
	Effect: "what was leased with the token, and its child tokens, end with it",
	Page:   "https://developer.hashicorp.com/vault/docs/commands/token/revoke",
	Steps:  []string{"Run `vault token revoke -` with an administrator's token, and give it this one on standard input; root tokens too."},
	Do:     one(header("POST", "/v1/auth/token/revoke-self", "X-Vault-Token", ""), readVault),
})

// readVault: 403 is for a token that is none, of which newer versions say so, and for
// one whose policies lack the path.
func readVault(r *outbound.Response) Answer {
	if r.Status == 403 && strings.Contains(string(r.Body), "invalid token") {
		return Answer{Dead, "403 invalid token"}
	}
	return by(map[int]Outcome{200: Revoked, 204: Revoked, 403: Refused})(r)
}

// A batch token is not stored and cannot be taken back.
// https://developer.hashicorp.com/vault/docs/concepts/tokens#batch-tokens
var _ = register(Way{
	Name: "vault", Kind: Admin,
	Rules: []string{"vault-batch-token"},
	Docs:  "https://developer.hashicorp.com/vault/docs/concepts/tokens#batch-tokens",
	Page:  "https://developer.hashicorp.com/vault/docs/concepts/tokens#batch-tokens",
	Steps: []string{"A batch token cannot be revoked; it ends when its time does, or with its parent: revoke that one (`vault token revoke`).",
		"Revoke what was leased with it: `vault lease revoke -prefix PATH`."},
})
