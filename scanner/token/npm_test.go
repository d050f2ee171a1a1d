package token

import (
	"strings"
	"testing"
)

func TestNPM(t *testing.T) {
	secret := "npm_" + strings.Repeat("0123456789", 3) + "0pV6Ps"
	checkFacts(t, []want{
		{Input{Secret: secret, Lines: "//registry.npmjs.org/:_authToken=" + secret}, "npm: access token; checksum valid; host registry.npmjs.org"},
		{Input{Secret: "npm_" + chars(36), Lines: "NPM_TOKEN=npm_"}, "npm: access token"},
		{Input{Rule: "npmrc-credential", Secret: base64Of("deploy:pass"), Match: "_auth=" + base64Of("deploy:pass"), Lines: "x\n//npm.corp:8081/repo/:_auth=" + base64Of("deploy:pass")},
			"npm: credential of a package registry; subject deploy; host npm.corp:8081; risk -1 its host is on a private network"},
		{Input{Rule: "npmrc-credential", Secret: hexes(40), Match: "_authToken=", Lines: "_authToken="}, "npm: credential of a package registry"},
	})
}
