package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Secrets of Oracle Cloud stand beside OCIDs, which tell the kind of resource, the
// realm and the region (docs.oracle.com/iaas/Content/General/Concepts/identifiers.htm):
// ocid1.TYPE.REALM.[REGION].[FUTURE USE.]UNIQUE.
var _ = later(func() { register(Family{Name: "oracle", Last: true, Tell: tellOracle}) })

const ocid = `\bocid1\.([a-z]{2,40})\.(oc[0-9]{1,3})\.([a-z0-9-]{0,30})\.(?:[a-z0-9]{1,30}\.)?[a-z0-9]{16,100}\b`

func tellOracle(in *Input, t *leak.Token) bool {
	told := false
	if !strings.Contains(in.Lines, "ocid1.") {
		return false
	}
	for _, m := range expression(ocid).FindAllStringSubmatch(in.Lines[:min(len(in.Lines), maxDecoded)], 8) {
		if m[0] == in.Secret {
			continue
		}
		switch m[1] {
		case "tenancy":
			t.Account = m[0]
		case "user":
			t.Subject = m[0]
		}
		if m[3] != "" {
			detail(t, "Region", m[3])
		}
		detail(t, "Beside "+m[1], m[0])
		told = true
	}
	t.Issuer, t.Kind = "Oracle Cloud", "secret beside an OCID"
	return told
}
