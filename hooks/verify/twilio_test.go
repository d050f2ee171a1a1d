package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("twilio",
	documented{
		name: "lives", rule: "twilio-auth-token",
		parts: map[string]string{"twilio-account-sid": "AC{{rand}}"},
		asks:  "GET api.twilio.com/2010-04-01/Accounts/{{twilio-account-sid}}.json", header: header{"Authorization": "{{basic {{twilio-account-sid}}:{{secret}}}}"},
		answer: outboundtest.Answer(200, `{"sid": "AC1", "friendly_name": "My Account", "status": "active", "type": "Full"}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json sid", Owner: "My Account",
			Details: []leak.Detail{{Name: "account status", Value: "active"}, {Name: "account type", Value: "Full"}},
		},
	},
	documented{
		name: "lives, its account read with it", rule: "twilio-sid-and-token",
		account: "AC12",
		asks:    "GET api.twilio.com/2010-04-01/Accounts/AC12.json", header: header{"Authorization": "{{basic AC12:{{secret}}}}"},
		answer: outboundtest.Answer(200, `{"sid": "AC1", "friendly_name": "My Account", "status": "active", "type": "Full"}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json sid", Owner: "My Account",
			Details: []leak.Detail{{Name: "account status", Value: "active"}, {Name: "account type", Value: "Full"}},
		},
	},
	documented{
		name: "does not belong to the account", rule: "twilio-token-in-assignment",
		parts:  map[string]string{"twilio-account-sid": "AC{{rand}}"},
		asks:   "GET api.twilio.com/2010-04-01/Accounts/{{twilio-account-sid}}.json",
		answer: outboundtest.Answer(401, `{"code": 20003, "message": "Authenticate", "more_info": "https://www.twilio.com/docs/errors/20003", "status": 401}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json code = 20003"},
	},
	documented{
		name: "without its account", rule: "twilio-auth-token",
		answer: outboundtest.Answer(200, `{"sid": "AC1", "friendly_name": "My Account", "status": "active", "type": "Full"}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "it takes a part that was not found beside it (twilio-account-sid)"},
	},
	documented{
		name: "a key, lives", rule: "twilio-api-key-secret",
		parts: map[string]string{"twilio-api-key": "SK{{rand}}"},
		asks:  "GET api.twilio.com/2010-04-01/Accounts.json?PageSize=1", header: header{"Authorization": "{{basic {{twilio-api-key}}:{{secret}}}}"},
		answer: outboundtest.Answer(200, `{"accounts": [{"sid": "AC1", "friendly_name": "My Account", "status": "active"}]}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json accounts", Owner: "My Account", Account: "AC1",
			Details: []leak.Detail{{Name: "account status", Value: "active"}},
		},
	},
	documented{
		name: "a key that is none, or a standard one", rule: "twilio-api-key-secret",
		parts:  map[string]string{"twilio-api-key": "SK{{rand}}"},
		asks:   "GET api.twilio.com/2010-04-01/Accounts.json?PageSize=1",
		answer: outboundtest.Answer(401, `{"code": 20003, "message": "Authentication Error - invalid username", "status": 401}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, which may have other reasons than the token (status 401 and json code = 20003)"},
	},
)
