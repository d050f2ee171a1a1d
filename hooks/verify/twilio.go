package verify

import (
	"context"
	"maps"

	"github.com/leaksieve/leaksieve/hooks/exchange"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var twilioAccount = request.Must(request.Request{
	URL:      `/2010-04-01/Accounts/{{part "twilio-account-sid"}}.json`,
	Headers:  map[string]string{"Authorization": `Basic {{basic (part "twilio-account-sid") secret}}`},
	Active:   []string{"status 200 and json sid"},
	Inactive: []string{"status 401 and json code = 20003"},
	Owner:    "json friendly_name",
	Details:  map[string]string{"account status": "json status", "account type": "json type"},
})

// An auth token counts with the id of its account, which stands beside it or was read
// with it. Inactive means that the two do not go together, or the account is closed.
var _ = register(Issuer{
	Name: "twilio", Title: "Twilio", Bases: []string{"https://api.twilio.com"},
	Rules: []string{"twilio-auth-token", "twilio-sid-and-token", "twilio-token-in-assignment"},
	Docs:  "https://www.twilio.com/docs/iam/api/account#fetch-an-account-resource",
	Tells: "account's name, state and type",
	Asks:  "GET /2010-04-01/Accounts/{{account SID}}.json",
	Ask: func(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error) {
		own := *cred
		if cred.Token != nil && cred.Token.Account != "" && !cred.Part("twilio-account-sid").Known() {
			own.Parts = maps.Clone(cred.Parts)
			own.Parts["twilio-account-sid"] = leak.NewSecret(cred.Token.Account)
		}
		return exchange.Ask(ctx, c, twilioAccount, &own, true)
	},
})

// An API key is refused with the same code when it is none and when it is a standard or
// restricted one, which may not see accounts.
var _ = register(Issuer{
	Name: "twilio", Title: "Twilio", Bases: []string{"https://api.twilio.com"},
	Rules: []string{"twilio-api-key-secret"},
	Docs:  "https://www.twilio.com/docs/api/errors/20003",
	Tells: "account, for a main key",
	Doubt: "a standard or restricted key is refused as one that is wrong",
	Request: request.Must(request.Request{
		URL:     "/2010-04-01/Accounts.json?PageSize=1",
		Headers: map[string]string{"Authorization": `Basic {{basic (part "twilio-api-key") secret}}`},
		Active:  []string{"status 200 and json accounts"},
		Unclear: []string{"status 401 and json code = 20003"},
		Owner:   "json accounts.0.friendly_name", Account: "json accounts.0.sid",
		Details: map[string]string{"account status": "json accounts.0.status"},
	}),
})

var _ = register(Issuer{
	Name: "twilio", Title: "Twilio", Bases: []string{"https://api.twilio.com"},
	Rules:  []string{"twilio-api-key"},
	Docs:   "https://www.twilio.com/docs/iam/api-keys",
	Cannot: "it names a key, whose secret is asked about",
})
