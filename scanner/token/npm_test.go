package token

import (
	"strings"
	"testing"
)

func TestNPM(t *testing.T) {
	secret := "npm_" + strings.Repeat("0123456789", 3) + "0pV6Ps"
	checkFacts(t, []want{
		{given{value: secret, lines: "//registry.npmjs.org/:_authToken=" + secret}, "npm: access token; checksum valid; host registry.npmjs.org"},
		{given{value: "npm_" + chars(36), lines: "NPM_TOKEN=npm_"}, "npm: access token"},
		{given{rule: "npmrc-credential", value: base64Of("deploy:pass"), match: "_auth=" + base64Of("deploy:pass"), lines: "x\n//npm.corp:8081/repo/:_auth=" + base64Of("deploy:pass")},
			"npm: credential of a package registry; subject deploy; host npm.corp:8081; risk -1 its host is on a private network"},
		{given{rule: "npmrc-credential", value: hexes(40), match: "_authToken=", lines: "_authToken="}, "npm: credential of a package registry"},
	})
}
