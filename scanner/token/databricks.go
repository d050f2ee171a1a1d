package token

import "github.com/leaksieve/leaksieve/scanner/leak"

// Databricks' tokens (docs.databricks.com/en/dev-tools/auth/pat.html,
// docs.databricks.com/en/admin/access-control/tokens.html: 730 days at most, and ended
// when nobody has used one for 90 days) and the OAuth secrets of service principals
// (docs.databricks.com/en/dev-tools/auth/oauth-m2m.html: 730 days at most).
var _ = later(func() {
	registerKinds("databricks", "Databricks",
		kind{prefix: "dapi", min: 36, looks: func(s string) bool { return written(s[4:], hexDigits+"-", 32) && len(s) <= 38 }, is: "personal access token", more: databricksHost,
			grants: "jobs, clusters, notebooks and data of one workspace, as its user or service principal",
			note:   "two years at most, though older ones may have no end; Databricks revokes one that nobody has used for 90 days"},
		kind{prefix: "dose", min: 36, looks: func(s string) bool { return len(s) == 36 && written(s[4:], hexDigits, 32) }, is: "OAuth secret of a service principal", lifetime: 730 * day, more: databricksHost,
			grants: "access tokens of the service principal, with its client id"},
	)
})

func databricksHost(in *Input, t *leak.Token) {
	at(t, used(in, "cloud.databricks.com", "azuredatabricks.net", "gcp.databricks.com"))
	t.Account = withWord("workspace ", t.Host)
}
