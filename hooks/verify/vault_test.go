package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("vault",
	documented{
		name: "lives", rule: "vault-service-token",
		bases:  []string{"https://vault.example.com:8200"},
		asks:   "GET vault.example.com:8200/v1/auth/token/lookup-self",
		header: header{"X-Vault-Token": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"data": {"accessor": "8609694a", "display_name": "ldap-ada", "entity_id": "7d2e", "expire_time": "2026-06-19T11:00:00-04:00", "orphan": true, "path": "auth/ldap/login/ada", "policies": ["default", "dev"], "type": "service"}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.path", Owner: "ldap-ada", Scopes: []string{"default", "dev"}, Expires: day(2026, 6, 19, 15), Details: []leak.Detail{{Name: "path", Value: "auth/ldap/login/ada"}}},
	},
	documented{
		name: "revoked", rule: "vault-service-token",
		bases:  []string{"https://vault.example.com:8200"},
		asks:   "GET vault.example.com:8200/v1/auth/token/lookup-self",
		answer: outboundtest.Answer(403, `{"errors": ["2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n"]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 403 and json errors.* ~ 'invalid token'"},
	},
	documented{
		name: "revoked, by an older server", rule: "vault-service-token",
		bases:  []string{"https://vault.example.com:8200"},
		asks:   "GET vault.example.com:8200/v1/auth/token/lookup-self",
		answer: outboundtest.Answer(403, `{"errors": ["bad token"]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 403 and json errors.* = 'bad token'"},
	},
	documented{
		name: "without the default policy", rule: "vault-service-token",
		bases:  []string{"https://vault.example.com:8200"},
		asks:   "GET vault.example.com:8200/v1/auth/token/lookup-self",
		answer: outboundtest.Answer(403, `{"errors": ["permission denied"]}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, without one of the documented reasons (status 403)"},
	},
	documented{
		name: "for a host that was not named", rule: "vault-service-token", host: "vault.other.example", bases: []string{"https://vault.example.com:8200"},
		answer: outboundtest.Answer(500, ``),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: `vault: vault.other.example: no host: the credential is one for vault.other.example, which is none of its hosts; name its host in [verify.hosts]: vault = ["https://…"]`},
	},
)
