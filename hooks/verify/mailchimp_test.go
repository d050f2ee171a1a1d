package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("mailchimp",
	documented{
		name: "lives", rule: "mailchimp-api-key",
		host:   "us1.api.mailchimp.com",
		asks:   "GET us1.api.mailchimp.com/3.0/?fields=account_id,account_name,email,role",
		header: header{"Authorization": "{{basic any:{{secret}}}}"},
		answer: outboundtest.Answer(200, `{"account_id": "8d3a3db4d97663a9074efcc16", "account_name": "Freddie's Jokes", "email": "freddie@example.com", "role": "owner"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json account_id", Owner: "freddie@example.com", Account: "Freddie's Jokes", Details: []leak.Detail{{Name: "role", Value: "owner"}}},
	},
	documented{
		name: "revoked", rule: "mailchimp-api-key",
		host:   "us1.api.mailchimp.com",
		asks:   "GET us1.api.mailchimp.com/3.0/?fields=account_id,account_name,email,role",
		answer: outboundtest.Answer(401, `{"type": "https://mailchimp.com/developer/marketing/docs/errors/", "title": "API Key Invalid", "status": 401, "detail": "Your API key may be invalid, or you've attempted to access the wrong datacenter.", "instance": "x"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json title = 'API Key Invalid'"},
	},
	documented{
		name: "of a data centre that is none", rule: "mailchimp-api-key",
		host:   "us99.api.mailchimp.com",
		answer: outboundtest.Answer(401, "{}"),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: `mailchimp: us99.api.mailchimp.com: no host: the credential is one for us99.api.mailchimp.com, which is none of its hosts; name its host in [verify.hosts]: mailchimp = ["https://…"]`},
	},
)
