package token

import (
	"strings"
	"testing"
)

func TestHashiCorp(t *testing.T) {
	const root = "; risk +0 a root token looks the same: it does everything and may have no end"
	checkFacts(t, []want{
		{given{value: "hvs." + chars(90)}, "vault: service token" + root},
		{given{value: "hvb." + chars(140)}, "vault: batch token; risk +0 nobody can take it back: change what it could read"},
		{given{rule: "vault-legacy-token", value: "s." + chars(24)}, "vault: service token (older form)" + root},
		{given{rule: "vault-unseal-key", value: chars(43) + "="}, "vault: share of the unseal or recovery key; never expires"},
		{given{rule: "some-rule", value: "s." + chars(24)}, "nothing"},
		{given{value: chars(14) + ".atlasv1." + chars(67)}, "terraform: user, team or organisation token"},
		{given{rule: "consul-acl-token", value: uuid()}, "consul: secret id of an ACL token"},
		{given{rule: "nomad-acl-token", value: uuid()}, "nomad: secret id of an ACL token"},
		{given{value: "at_" + chars(10) + "_s1" + chars(80)}, "boundary: auth token"},
	})
}

func TestInfrastructure(t *testing.T) {
	checkFacts(t, []want{
		{given{value: "pul-" + hexes(40)}, "pulumi: personal, team or organisation access token"},
		{given{value: "tskey-api-" + "abcDEF1CNTRL-" + "091234567890ABCDEF"}, // the example of the page on prefixes
			"tailscale: API access token; lives 2160h; Key id abcDEF1CNTRL; risk +1 it changes the access rules of a whole network"},
		{given{value: "tskey-auth-" + "abcDEF1CNTRL-" + chars(32)}, "tailscale: auth key; lives 2160h; Key id abcDEF1CNTRL"},
		{given{value: "tskey-client-" + "abcDEF1CNTRL-" + chars(32)}, "tailscale: OAuth client secret; never expires; Key id abcDEF1CNTRL"},
		{given{rule: "ngrok-api-key", value: chars(27) + "_" + chars(21)}, "ngrok: API key; never expires"},
		{given{value: "pnb_" + chars(36)}, "prefect: API key of a service account"},
		{given{value: "pscale_pw_" + chars(43), lines: "host: aws.connect.psdb.cloud"}, "planetscale: password of a database branch; host aws.connect.psdb.cloud"},
		{given{value: "napi_" + chars(64)}, "neon: API key; never expires"},
	})
}

func TestFlags(t *testing.T) {
	checkFacts(t, []want{
		{given{value: "CFPAT-" + chars(43)}, "contentful: content management token"},
		{given{value: "sdk-" + uuid()}, "launchdarkly: SDK key; never expires"},
		{given{value: "mob-" + uuid()}, "launchdarkly: mobile key; never expires; risk -1 every copy of the app holds it"},
		{given{value: "api-" + chars(36)}, "nothing"},
	})
}

func TestDoppler(t *testing.T) {
	const risk = "; risk +0 every secret that it reads is to be changed, too"
	checkFacts(t, []want{
		{given{value: "dp.st." + "prd." + chars(40)}, "doppler: service token; scopes configuration prd" + risk},
		{given{value: "dp.st." + chars(40)}, "doppler: service token" + risk},
		{given{value: "dp.pt." + chars(43)}, "doppler: personal token; never expires" + risk},
		{given{value: "dp.audit." + chars(43)}, "doppler: audit token; never expires"},
	})
}

func TestOnePassword(t *testing.T) {
	const risk = "; risk +0 every secret in its vaults is to be changed, too"
	token := base64Of(`{"signInAddress":"acme.1password.com","userAuth":{"method":"SRPg-4096"},"email":"abc@1passwordserviceaccounts.com","muk":{"k":"` + chars(43) + `"},"secretKey":"A3-` + fill(capitals, 30) + `"}`)
	checkFacts(t, []want{
		{given{value: "ops_" + token}, "1password: service account token; subject abc@1passwordserviceaccounts.com; account acme.1password.com; host acme.1password.com" + risk},
		{given{value: "ops_eyJ" + chars(300)}, "1password: service account token" + risk},
		{given{value: "A3-" + strings.Join([]string{"ABCDEF", fill(capitals, 6), fill(capitals, 5), fill(capitals, 5), fill(capitals, 5), fill(capitals, 5)}, "-")},
			"1password: Secret Key; account ABCDEF; never expires; risk +0 it opens nothing without the account password"},
	})
}

func TestCI(t *testing.T) {
	const build = "; risk +0 a build sees the secrets of its project: whoever starts one can read them"
	checkFacts(t, []want{
		{given{value: "CCIPAT_" + chars(22) + "_" + hexes(40)}, "circleci: personal API token" + build},
		{given{value: "bkua_" + hexes(40)}, "buildkite: API access token of a user"},
		{given{value: "bkaj_" + chars(60)}, "buildkite: access token of a job; risk -1 it ends with its job"},
		{given{value: "snyk_sat." + hexes(8) + ".eyJ" + chars(60)}, "snyk: service account token"},
		{given{value: "sqp_" + hexes(40)}, "sonarqube: project analysis token"},
		{given{rule: "sonar-api-token", value: hexes(40)}, "sonarqube: token (older form)"},
		{given{rule: "travis-api-token", value: chars(22)}, "travis: API token; never expires" + build},
	})
}

func TestSocial(t *testing.T) {
	checkFacts(t, []want{
		{given{rule: "facebook-app-access-token", value: "1234567890123456|" + chars(27)}, "facebook: app access token; account app 1234567890123456; never expires"},
		{given{value: "EAA" + chars(180)}, "facebook: access token of a user, page or system user; host graph.facebook.com"},
		{given{rule: "instagram-access-token", value: "IGAA" + chars(140)}, "facebook: Instagram user access token; host graph.instagram.com"},
		{given{rule: "twitter-access-token", value: "1212092628029698048-" + chars(30)},
			"twitter: OAuth 1.0a access token; subject user 1212092628029698048; never expires; User since 2019-12-31; risk +0 it opens nothing without its secret and the app's keys"},
		{given{rule: "twitter-access-token-secret", value: chars(45), parts: map[string]string{"twitter-access-token": "12345678-" + chars(40)}},
			"twitter: secret of an OAuth 1.0a access token; subject user 12345678; never expires"},
		{given{rule: "linkedin-access-token", value: "AQ" + chars(300)}, "linkedin: access token of a member; lives 1440h"},
	})
}
