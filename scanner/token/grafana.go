package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Grafana's tokens. "glsa_…" ends in a CRC-32 (pkg/components/satokengen of
// github.com/grafana/grafana), an API key of before service accounts is base64 of JSON
// with k, n and id (pkg/components/apikeygen there), and so is a token of Grafana Cloud
// behind "glc_", with o, n, k and m
// (grafana.com/docs/grafana-cloud/account-management/authentication-and-permissions/access-policies).
var _ = later(func() {
	registerKinds("grafana", "Grafana",
		kind{prefix: "glsa_", min: 37, is: "service account token", more: grafanaSum,
			grants: "reading or administering an organisation of one server, within its role",
			note:   "it expires only if a date was set"},
		kind{prefix: "glc_", min: 44, is: "access policy token of Grafana Cloud", more: grafanaCloud,
			grants: "metrics, logs, traces or stacks, within the scopes and realm of its policy",
			note:   "it expires only if a date was set"},
		kind{prefix: "eyJrIjoi", min: 48, is: "API key (legacy)", more: grafanaKey,
			grants: "reading or administering an organisation of one server, by its role",
			notes:  []string{"Grafana makes service accounts of such keys, which go on working"}},
		kind{rules: []string{"grafana-k6-cloud-token"}, is: "token of Grafana Cloud k6", never: true,
			grants: "running load tests at the account's cost, and their results"},
	)
})

func grafanaSum(in *Input, t *leak.Token) {
	if rules.Checksums["grafana"](in.Secret) {
		t.Checksum = leak.ChecksumValid
	}
	grafanaHost(in, t)
}

func grafanaHost(in *Input, t *leak.Token) { at(t, used(in, "grafana.net")) }

func grafanaCloud(in *Input, t *leak.Token) {
	grafanaHost(in, t)
	if o, ok := base64Object(strings.TrimPrefix(in.Secret, "glc_")); ok {
		t.Account, t.Subject = withWord("organisation ", o.text("o")), o.text("n")
		detail(t, "Region", o.object("m").text("r"))
	}
}

func grafanaKey(in *Input, t *leak.Token) {
	grafanaHost(in, t)
	if o, ok := base64Object(in.Secret); ok {
		t.Account, t.Subject = withWord("organisation ", o.text("id")), o.text("n")
	}
}
