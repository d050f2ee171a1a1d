package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Doppler's tokens: kinds, prefixes and the name of the configuration in a service token
// are those of docs.doppler.com/reference/auth-token-formats.
var _ = later(func() {
	registerKinds("doppler", "Doppler",
		kind{prefix: "dp.pt.", min: 46, is: "personal token", never: true,
			grants: "the secrets of every project of its owner, and changing them",
			risks:  states(dopplerRisk)},
		kind{prefix: "dp.ct.", min: 46, is: "CLI token",
			grants: "the secrets of every project of its owner, and changing them",
			notes:  []string{"it is of a login of the command line"}, risks: states(dopplerRisk)},
		kind{prefix: "dp.st.", min: 46, is: "service token", more: dopplerConfig,
			grants: "the secrets of one configuration, and changing them if it may write",
			note:   "it expires only if a date was set", risks: states(dopplerRisk)},
		kind{prefix: "dp.sa.", min: 46, is: "service account token",
			grants: "the secrets that a service account may see, and changing them",
			note:   "it expires only if a date was set", risks: states(dopplerRisk)},
		kind{prefix: "dp.said.", min: 48, is: "token of a service account identity",
			grants: "the secrets that a service account may see, until it ends"},
		kind{prefix: "dp.scim.", min: 48, is: "SCIM token", never: true,
			grants: "creating and removing the members of a workplace"},
		kind{prefix: "dp.audit.", min: 49, is: "audit token", never: true,
			grants: "reading the members, logs and settings of a workplace; no secrets"},
	)
})

const dopplerRisk = "every secret that it reads is to be changed, too"

// dopplerConfig tells the configuration of "dp.st.CONFIG.…"; older tokens name none.
func dopplerConfig(in *Input, t *leak.Token) {
	if parts := strings.Split(in.Secret, "."); len(parts) == 4 && len(parts[2]) <= 60 && written(parts[2], digits+smalls+"_-", 2) {
		t.Scopes = []string{"configuration " + parts[2]}
	}
}
