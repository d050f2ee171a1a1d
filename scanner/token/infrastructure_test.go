package token

import (
	"strings"
	"testing"
)

func TestHashiCorp(t *testing.T) {
	const root = "; risk +0 a root token looks the same: it does everything and may have no end"
	checkFacts(t, []want{
		{Input{Secret: "hvs." + chars(90)}, "vault: service token" + root},
		{Input{Secret: "hvb." + chars(140)}, "vault: batch token; risk +0 nobody can take it back: change what it could read"},
		{Input{Rule: "vault-legacy-token", Secret: "s." + chars(24)}, "vault: service token (older form)" + root},
		{Input{Rule: "vault-unseal-key", Secret: chars(43) + "="}, "vault: share of the unseal or recovery key; never expires"},
		{Input{Rule: "some-rule", Secret: "s." + chars(24)}, "nothing"},
		{Input{Secret: chars(14) + ".atlasv1." + chars(67)}, "terraform: user, team or organisation token"},
		{Input{Rule: "consul-acl-token", Secret: uuid()}, "consul: secret id of an ACL token"},
		{Input{Rule: "nomad-acl-token", Secret: uuid()}, "nomad: secret id of an ACL token"},
		{Input{Secret: "at_" + chars(10) + "_s1" + chars(80)}, "boundary: auth token; lives 168h"},
	})
}

func TestInfrastructure(t *testing.T) {
	checkFacts(t, []want{
		{Input{Secret: "pul-" + hexes(40)}, "pulumi: personal, team or organisation access token"},
		{Input{Secret: "tskey-api-" + "abcDEF1CNTRL-" + "091234567890ABCDEF"}, // the example of the page on prefixes
			"tailscale: API access token; lives 2160h; Key id abcDEF1CNTRL; risk +1 it changes the access rules of a whole network"},
		{Input{Secret: "tskey-auth-" + "abcDEF1CNTRL-" + chars(32)}, "tailscale: auth key; lives 2160h; Key id abcDEF1CNTRL"},
		{Input{Secret: "tskey-client-" + "abcDEF1CNTRL-" + chars(32)}, "tailscale: OAuth client secret; never expires; Key id abcDEF1CNTRL"},
		{Input{Rule: "ngrok-api-key", Secret: chars(27) + "_" + chars(21)}, "ngrok: API key; never expires"},
		{Input{Secret: "pnb_" + chars(36)}, "prefect: API key of a service account"},
		{Input{Secret: "pscale_pw_" + chars(43), Lines: "host: aws.connect.psdb.cloud"}, "planetscale: password of a database branch; host aws.connect.psdb.cloud"},
		{Input{Secret: "napi_" + chars(64)}, "neon: API key; never expires"},
	})
}

func TestFlags(t *testing.T) {
	checkFacts(t, []want{
		{Input{Secret: "CFPAT-" + chars(43)}, "contentful: content management token"},
		{Input{Secret: "sdk-" + uuid()}, "launchdarkly: SDK key; never expires"},
		{Input{Secret: "mob-" + uuid()}, "launchdarkly: mobile key; never expires; risk -1 every copy of the app holds it"},
		{Input{Secret: "api-" + chars(36)}, "nothing"},
	})
}

func TestDoppler(t *testing.T) {
	const risk = "; risk +0 every secret that it reads is to be changed, too"
	checkFacts(t, []want{
		{Input{Secret: "dp.st." + "prd." + chars(40)}, "doppler: service token; scopes configuration prd" + risk},
		{Input{Secret: "dp.st." + chars(40)}, "doppler: service token" + risk},
		{Input{Secret: "dp.pt." + chars(43)}, "doppler: personal token; never expires" + risk},
		{Input{Secret: "dp.audit." + chars(43)}, "doppler: audit token; never expires"},
	})
}

func TestOnePassword(t *testing.T) {
	const risk = "; risk +0 every secret in its vaults is to be changed, too"
	token := base64Of(`{"signInAddress":"acme.1password.com","userAuth":{"method":"SRPg-4096"},"email":"abc@1passwordserviceaccounts.com","muk":{"k":"` + chars(43) + `"},"secretKey":"A3-` + fill(capitals, 30) + `"}`)
	checkFacts(t, []want{
		{Input{Secret: "ops_" + token}, "1password: service account token; subject abc@1passwordserviceaccounts.com; account acme.1password.com; host acme.1password.com" + risk},
		{Input{Secret: "ops_eyJ" + chars(300)}, "1password: service account token" + risk},
		{Input{Secret: "A3-" + strings.Join([]string{"ABCDEF", fill(capitals, 6), fill(capitals, 5), fill(capitals, 5), fill(capitals, 5), fill(capitals, 5)}, "-")},
			"1password: Secret Key; account ABCDEF; never expires; risk +0 it opens nothing without the account password"},
	})
}

func TestCI(t *testing.T) {
	const build = "; risk +0 a build sees the secrets of its project: whoever starts one can read them"
	checkFacts(t, []want{
		{Input{Secret: "CCIPAT_" + chars(22) + "_" + hexes(40)}, "circleci: personal API token" + build},
		{Input{Secret: "bkua_" + hexes(40)}, "buildkite: API access token of a user"},
		{Input{Secret: "bkaj_" + chars(60)}, "buildkite: access token of a job; risk -1 it ends with its job"},
		{Input{Secret: "snyk_sat." + hexes(8) + ".eyJ" + chars(60)}, "snyk: service account token"},
		{Input{Secret: "sqp_" + hexes(40)}, "sonarqube: project analysis token"},
		{Input{Rule: "sonar-api-token", Secret: hexes(40)}, "sonarqube: token (older form)"},
		{Input{Rule: "travis-api-token", Secret: chars(22)}, "travis: API token; never expires" + build},
	})
}

func TestSocial(t *testing.T) {
	checkFacts(t, []want{
		{Input{Rule: "facebook-app-access-token", Secret: "1234567890123456|" + chars(27)}, "facebook: app access token; account app 1234567890123456; never expires"},
		{Input{Secret: "EAA" + chars(180)}, "facebook: access token of a user, page or system user; host graph.facebook.com"},
		{Input{Rule: "instagram-access-token", Secret: "IGAA" + chars(140)}, "facebook: Instagram user access token; lives 1440h; host graph.instagram.com"},
		{Input{Rule: "twitter-access-token", Secret: "1212092628029698048-" + chars(30)},
			"twitter: OAuth 1.0a access token; subject user 1212092628029698048; never expires; User since 2019-12-31; risk +0 it opens nothing without its secret and the app's keys"},
		{Input{Rule: "twitter-access-token-secret", Secret: chars(45), Parts: map[string]string{"twitter-access-token": "12345678-" + chars(40)}},
			"twitter: secret of an OAuth 1.0a access token; subject user 12345678; never expires"},
		{Input{Rule: "linkedin-access-token", Secret: "AQ" + chars(300)}, "linkedin: access token of a member; lives 1440h"},
	})
}
