package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Doppler's tokens: kinds, prefixes and the name of the configuration in a service token
// are those of docs.doppler.com/reference/auth-token-formats.
var _ = registerForms("doppler", "Doppler",
	form{prefix: "dp.pt.", least: 40, is: "personal token", lives: forever,
		grants: "the secrets of every project of its owner, and changing them",
		risks:  states(dopplerRisk)},
	form{prefix: "dp.ct.", least: 40, is: "CLI token",
		grants: "the secrets of every project of its owner, and changing them",
		notes:  []string{"it is of a login of the command line"}, risks: states(dopplerRisk)},
	form{prefix: "dp.st.", least: 40, is: "service token", tell: dopplerConfig,
		grants: "the secrets of one configuration, and changing them if it may write",
		notes:  []string{"it expires only if a date was set"}, risks: states(dopplerRisk)},
	form{prefix: "dp.sa.", least: 40, is: "service account token",
		grants: "the secrets that a service account may see, and changing them",
		notes:  []string{"it expires only if a date was set"}, risks: states(dopplerRisk)},
	form{prefix: "dp.said.", least: 40, is: "token of a service account identity",
		grants: "the secrets that a service account may see, until it ends"},
	form{prefix: "dp.scim.", least: 40, is: "SCIM token", lives: forever,
		grants: "creating and removing the members of a workplace"},
	form{prefix: "dp.audit.", least: 40, is: "audit token", lives: forever,
		grants: "reading the members, logs and settings of a workplace; no secrets"},
)

const dopplerRisk = "every secret that it reads is to be changed, too"

// dopplerConfig tells the configuration of "dp.st.CONFIG.…"; older tokens name none.
func dopplerConfig(in *Input, t *leak.Token) {
	if parts := strings.Split(in.Secret, "."); len(parts) == 4 && len(parts[2]) <= 60 && written(parts[2], digits+smalls+"_-", 2) {
		t.Scopes = []string{"configuration " + parts[2]}
	}
}
