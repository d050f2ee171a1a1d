package token

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// A token that has stood in a repository for longer than its Lifetime is graded down: it
// is taken for dead. So none may say so of a kind that can live longer: because an
// administrator allows it, because it can be prolonged or because older ones have no end.
func TestLifetimeIsNeverExceeded(t *testing.T) {
	exception := regexp.MustCompile(`\b(unless|no end|without an end|opted out|refresh gives|any time|by default|as chosen|when it expires|only if)\b`)
	all() // fills in issuers
	for family, kinds := range issuers {
		for _, k := range kinds {
			if k.lifetime > 0 {
				assert.NotRegexp(t, exception, k.note, "%s: %s", family, k.is)
				assert.False(t, k.never, "%s: %s", family, k.is)
			}
		}
	}
	for _, in := range []Input{
		// learn.microsoft.com/rest/api/azure/devops/tokens/pats/update: validTo
		{Rule: "azure-devops-pat", Secret: drawn(52, lower)},
		// docs.aws.amazon.com/appsync/latest/APIReference/API_UpdateApiKey.html: expires
		{Rule: "aws-appsync-api-key", Secret: of("da2-", 26, lower)},
		// learn.microsoft.com/graph/api/application-addpassword: endDateTime
		{Rule: "azure-client-secret", Secret: drawn(3, alnum) + "8Q~" + drawn(34, alnum)},
		// developers.cloudflare.com/cloudflare-one/identity/service-tokens: renewed, or without an end
		{Rule: "cloudflare-access-client-secret", Secret: drawn(64, hex)},
		// yandex.com/dev/id/doc/en/tokens/refresh-client: the token may stay the same
		{Rule: "yandex-oauth-token", Secret: of("y0_", 55, alnum)},
		{Rule: "kubernetes-bootstrap-token", Secret: drawn(6, lower) + "." + drawn(16, lower)},
		{Rule: "databricks-api-token", Secret: of("dapi", 32, hex)},
		{Secret: of("glpat-", 20, alnum)},
		{Secret: of("figd_", 40, alnum)},
		{Secret: of("sha256~", 43, alnum)},
	} {
		tok := Read(&in)
		if assert.NotNil(t, tok, in.Rule) {
			assert.Zero(t, tok.Lifetime, "%s %s", in.Rule, tok.Kind)
			assert.False(t, tok.NeverExpires, "%s %s", in.Rule, tok.Kind)
		}
	}
	for rule, secret := range map[string]string{"google-oauth-access-token": of("ya29.", 100, alnum), "github-app-installation": of("ghs_", 36, alnum)} {
		assert.GreaterOrEqual(t, Read(&Input{Rule: rule, Secret: secret}).Lifetime, 12*hour, rule)
	}
	tok := Read(&Input{Secret: of("sbp_", 40, hex)})
	assert.False(t, tok.NeverExpires, "since August 2025 its owner chooses: github.com/orgs/supabase/discussions/38248")
	tok = Read(&Input{Secret: of("ATBB", 32, alnum)})
	assert.Equal(t, "2026-07-28", tok.Expires.Format("2006-01-02"), "community.atlassian.com/…/ba-p/3237429")
	assert.NotContains(t, tok.Risks, leak.Reason{Change: 1})
}
