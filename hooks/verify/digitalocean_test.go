package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("digitalocean",
	documented{
		name: "lives", rule: "digitalocean-pat",
		asks: "GET api.digitalocean.com/v2/account", header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"account": {"droplet_limit": 25, "email": "sammy@digitalocean.com", "uuid": "b6fr89dbf6d9156cace5f3c78dc9851d957381ef", "status": "active", "team": {"name": "My Team"}}}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json account.uuid", Owner: "sammy@digitalocean.com", Account: "My Team",
			Details: []leak.Detail{{Name: "account status", Value: "active"}},
		},
	},
	documented{
		name: "has no right to see the account", rule: "digitalocean-pat",
		asks:   "GET api.digitalocean.com/v2/account",
		answer: outboundtest.Answer(403, `{"id": "forbidden", "message": "You are not authorized to perform this operation"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json id = forbidden"},
	},
	documented{
		name: "is none", rule: "digitalocean-oauth",
		asks:   "GET api.digitalocean.com/v2/account",
		answer: outboundtest.Answer(401, `{"id": "unauthorized", "message": "Unable to authenticate you."}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json id = unauthorized"},
	},
)
