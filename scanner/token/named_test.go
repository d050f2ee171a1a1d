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
		{Input{Secret: "perm:" + "cm9vdA==.dG9rZW4=." + "rNZ38ije7uiWwnUTRDdyFDdUkoPUPi", Lines: "https://example.youtrack.cloud/api"},
			"jetbrains: permanent token of YouTrack or Hub; subject root; never expires; host example.youtrack.cloud; Token name token"},
		{Input{Secret: "perm:" + "!!.!!." + chars(30)}, "nothing"},
		{Input{Rule: "harness-personal-token", Secret: "pat." + chars(22) + "." + hexes(24) + "." + chars(20)},
			"harness: personal access token; account account " + chars(22) + "; Token id " + hexes(24)},
		{Input{Secret: base64Of("\x00\x01\x00\x01elastic/fleet-server/token1:" + chars(22))}, "elastic: service account token; subject elastic/fleet-server; never expires; Token name token1"},
		{Input{Rule: "elastic-api-key", Secret: base64Of(chars(20) + ":" + chars(22)), Lines: "https://x.es.eu-west-1.aws.elastic.cloud"},
			"elastic: API key; host x.es.eu-west-1.aws.elastic.cloud; Key id " + chars(20)},
		{Input{Secret: "AstraCS:" + fill(capitals, 24) + ":" + hexes(64)}, "astra: application token; Client id " + fill(capitals, 24)},
		{Input{Secret: "MLY|" + "1234567890123456|" + hexes(32)}, "mapillary: client token of an app; account app 1234567890123456; never expires; risk -1 it reads what is public"},
		{Input{Secret: base64Of(`{"api_address":"https://app.neptune.ai","api_key":"` + uuid() + `"}`)}, "neptune: API token; never expires; host app.neptune.ai"},
		{Input{Secret: base64Of(`{"UserID":"` + uuid() + `","Password":"` + hexes(32) + `"}`)}, "upstash: QStash token; subject user " + uuid() + "; never expires"},
		{Input{Secret: "token-" + "ab12c:" + fill(digits+smalls, 54)}, "rancher: API key; Token id token-ab12c"},
		{Input{Secret: "sha256~" + chars(43)}, "openshift: OAuth access token; lives 24h"},
		{Input{Secret: mac()}, "lnd: macaroon of lnd; never expires"},
		{Input{Secret: mac("time-before 2026-01-02T03:04:05Z", "ipaddr 192.0.2.1")}, "lnd: macaroon of lnd; expires 2026-01-02T03:04:05Z; bound by address to 192.0.2.1"},
	})
}

func TestSandboxes(t *testing.T) {
	checkFacts(t, []want{
		{Input{Rule: "clerk-live-secret-key", Secret: "sk_live_" + chars(42)}, "clerk: secret key; never expires; environment live"},
		{Input{Rule: "paystack-test-secret-key", Secret: "sk_test_" + hexes(40)}, "paystack: secret key; never expires; environment test; risk -1 it works in test mode only: nothing of it is real"},
		{Input{Rule: "paddle-webhook-secret", Secret: chars(60)}, "paddle: signing secret of notifications; never expires"},
		{Input{Rule: "blockfrost-project-id", Secret: "preprod" + chars(32)}, "blockfrost: project id of preprod; never expires; environment test; risk -1 it works in a test environment only"},
		{Input{Rule: "convex-deploy-key", Secret: "prod:happy-animal-123|" + chars(60)}, "convex: deploy key of production; account deployment happy-animal-123; environment live"},
	})
}

func TestWebhooks(t *testing.T) {
	checkFacts(t, []want{
		{Input{Rule: "microsoft-teams-webhook", Secret: "https://acme.webhook.office.com/webhookb2/" + uuid() + "@" + uuid() + "/IncomingWebhook/" + hexes(32) + "/" + uuid()},
			"microsoft-teams: incoming webhook; account tenant " + uuid() + "; never expires; host acme.webhook.office.com"},
		{Input{Rule: "zapier-webhook", Secret: "https://hooks.zapier.com/hooks/catch/" + "1234567/abcdef1/"},
			"zapier: webhook of a Zap; account account 1234567; never expires; host hooks.zapier.com"},
		{Input{Rule: "mattermost-access-token", Secret: chars(26)}, "mattermost: access token; never expires"},
		{Input{Rule: "mattermost-webhook", Secret: "https://chat.corp:8065/hooks/" + chars(26)},
			"mattermost: incoming webhook; never expires; host chat.corp:8065; risk -1 its host is on a private network"},
	})
}
