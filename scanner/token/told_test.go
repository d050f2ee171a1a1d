package token_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/token"
)

// What the built-in rules of an issuer find, its family tells, and no other. Rules of
// an issuer have ids that begin with the name of its family.
func TestFindingsOfIssuersAreTold(t *testing.T) {
	all, err := everything()
	require.NoError(t, err)
	// Another issuer's, and passwords of anything that a file marks as such.
	others := []string{"elastic-email-api-key", "postman-environment-secret",
		"terraform-output-json", "terraform-random-password", "terraform-sensitive-output", "terraform-state-attribute"}
	for _, in := range all {
		for _, family := range token.Issuers() {
			if !strings.HasPrefix(in.Rule, family+"-") || slices.Contains(others, in.Rule) {
				continue
			}
			if got := token.Read(&in.Input); assert.NotNil(t, got, "%s", in.Rule) {
				assert.Equal(t, family, got.Family, "%s", in.Rule)
			}
		}
	}
}
