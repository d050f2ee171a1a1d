package token

import (
	"encoding/base64"
	hexadecimal "encoding/hex"
	"strings"
	"testing"
)

func TestNamed(t *testing.T) {
	mac := func(caveats ...string) string {
		b, _ := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(pypiToken("lnd", caveats...), "pypi-"))
		return hexadecimal.EncodeToString(b)
	}
	checkFacts(t, []want{
		// The example of the page on authorization by a permanent token.
		{given{value: "perm:" + "cm9vdA==.dG9rZW4=." + "rNZ38ije7uiWwnUTRDdyFDdUkoPUPi", lines: "https://example.youtrack.cloud/api"},
			"jetbrains: permanent token of YouTrack or Hub; subject root; never expires; host example.youtrack.cloud; Token name token"},
		{given{value: "perm:" + "!!.!!." + chars(30)}, "nothing"},
		{given{rule: "harness-personal-token", value: "pat." + chars(22) + "." + hexes(24) + "." + chars(20)},
			"harness: personal access token; account account " + chars(22) + "; Token id " + hexes(24)},
		{given{value: base64Of("\x00\x01\x00\x01elastic/fleet-server/token1:" + chars(22))}, "elastic: service account token; subject elastic/fleet-server; never expires; Token name token1"},
		{given{rule: "elastic-api-key", value: base64Of(chars(20) + ":" + chars(22)), lines: "https://x.es.eu-west-1.aws.elastic.cloud"},
			"elastic: API key; host x.es.eu-west-1.aws.elastic.cloud; Key id " + chars(20)},
		{given{value: "AstraCS:" + fill(capitals, 24) + ":" + hexes(64)}, "astra: application token; Client id " + fill(capitals, 24)},
		{given{value: "MLY|" + "1234567890123456|" + hexes(32)}, "mapillary: client token of an app; account app 1234567890123456; never expires; risk -1 it reads what is public"},
		{given{value: base64Of(`{"api_address":"https://app.neptune.ai","api_key":"` + uuid() + `"}`)}, "neptune: API token; never expires; host app.neptune.ai"},
		{given{value: base64Of(`{"UserID":"` + uuid() + `","Password":"` + hexes(32) + `"}`)}, "upstash: QStash token; subject user " + uuid() + "; never expires"},
		{given{value: "token-" + "ab12c:" + fill(digits+smalls, 54)}, "rancher: API key; Token id token-ab12c"},
		{given{value: "sha256~" + chars(43)}, "openshift: OAuth access token"},
		{given{value: mac()}, "lnd: macaroon of lnd; never expires"},
		{given{value: mac("time-before 2026-01-02T03:04:05Z", "ipaddr 192.0.2.1")}, "lnd: macaroon of lnd; expires 2026-01-02T03:04:05Z; bound by address to 192.0.2.1"},
	})
}

func TestSandboxes(t *testing.T) {
	checkFacts(t, []want{
		{given{rule: "clerk-live-secret-key", value: "sk_live_" + chars(42)}, "clerk: secret key; never expires; environment live"},
		{given{rule: "paystack-test-secret-key", value: "sk_test_" + hexes(40)}, "paystack: secret key; never expires; environment test; risk -1 it works in test mode only: nothing of it is real"},
		{given{rule: "paddle-webhook-secret", value: chars(60)}, "paddle: signing secret of notifications; never expires"},
		{given{rule: "blockfrost-project-id", value: "preprod" + chars(32)}, "blockfrost: project id of preprod; never expires; environment test; risk -1 it works in a test environment only"},
		{given{rule: "convex-deploy-key", value: "prod:happy-animal-123|" + chars(60)}, "convex: deploy key of production; account deployment happy-animal-123; environment live"},
	})
}

func TestWebhooks(t *testing.T) {
	checkFacts(t, []want{
		{given{rule: "microsoft-teams-webhook", value: "https://acme.webhook.office.com/webhookb2/" + uuid() + "@" + uuid() + "/IncomingWebhook/" + hexes(32) + "/" + uuid()},
			"microsoft-teams: incoming webhook; account tenant " + uuid() + "; never expires; host acme.webhook.office.com"},
		{given{rule: "zapier-webhook", value: "https://hooks.zapier.com/hooks/catch/" + "1234567/abcdef1/"},
			"zapier: webhook of a Zap; account account 1234567; never expires; host hooks.zapier.com"},
		{given{rule: "mattermost-access-token", value: chars(26)}, "mattermost: access token; never expires"},
		{given{rule: "mattermost-webhook", value: "https://chat.corp:8065/hooks/" + chars(26)},
			"mattermost: incoming webhook; never expires; host chat.corp:8065; risk -1 its host is on a private network"},
	})
}
