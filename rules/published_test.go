package rules_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// What issuers publish as an example is found and allowed with a reason. The
// examples stand here in pieces so that no file of the repository holds a token.
func TestPublishedExamplesAreAllowed(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	strict, allowed := detect.New(set, detect.Options{}), detect.New(set, detect.Options{Allowed: true})
	decider := decide.New(decide.Options{Set: set})
	for name, c := range map[string]struct {
		rule   string
		pieces []string
	}{
		"AWS key id":             {"aws-access-key-id", []string{"AKIA", "IOSFODNN7", "EXAMPLE"}},
		"AWS temporary key id":   {"aws-access-key-id", []string{"ASIA", "IOSFODNN7", "EXAMPLE"}},
		"AWS secret key":         {"aws-secret-access-key", []string{"aws_secret_access_key = wJalrXU", "tnFEMI/K7MDENG/bPxRfiCY", "EXAMPLEKEY"}},
		"Azurite":                {"azure-storage-key", []string{"AccountKey=", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/", "K1SZFPTOtr/KBHBeksoGMGw=="}},
		"Cosmos DB emulator":     {"azure-storage-key", []string{"AccountKey=", "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGG", "yPMbIZnqyMsEcaGQy67XIw/Jw=="}},
		"Stripe":                 {"stripe-test-secret-key", []string{"sk_", "test_4eC39HqLyjWD", "arjtT1zdp7dc"}},
		"Stripe, older":          {"stripe-test-secret-key", []string{"sk_", "test_BQokikJOvBiI", "2HlWgH4olfQ2"}},
		"Google":                 {"google-api-key", []string{"AIza", "SyDaGmWKa4JsXZ-HjGw7", "ISLn_3namBGewQe"}},
		"jwt.io":                 {"jwt", []string{"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ", ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"}},
		"RFC 7617":               {"http-basic-auth", []string{"Authorization: Basic ", "QWxhZGRpbjpvcGVu", "IHNlc2FtZQ=="}},
		"RFC 7617 in lower case": {"http-basic-auth", []string{"Authorization: Basic ", "YWxhZGRpbjpvcGVu", "c2VzYW1l"}},
		"RFC 8555":               {"generic-secret", []string{`token = "`, "evaGxfADs6pSRb2LAv9IZ", `f17Dt3juxGJ-PCt92wr-oA"`}},
		"RFC 6749":               {"generic-secret", []string{`"access_token":"`, "2YotnFZFEjr1", `zCsicMWpAA"`}},
		"RFC 6749, a client":     {"http-basic-auth", []string{"Authorization: Basic ", "czZCaGRSa3F0Mz", "pnWDFmQmF0M2JW"}},
		"RFC 5849":               {"generic-secret", []string{`oauth_token="`, "ad180jjd", `733klru7"`}},
		"RFC 6750":               {"generic-secret", []string{`"access_token":"`, "mF_9.B5f", `-4.1JqM"`}},
		"Cargo":                  {"generic-secret", []string{`token = "`, "854DvwSlUwEHtIo3", `kWy6x7UCPKHfzCmy"`}},
		"Docker Swarm":           {"docker-swarm-join-token", []string{`"JoinToken": "`, "SWMTKN-1-3pu6hszjas19xyp7ghgos", "yx9k8atbfcr8p2is99znpy26u2lkl-7p73s1dx5in4tatdymyhg9hu2", `"`}},
		"Grafana":                {"http-bearer-token", []string{"Authorization: Bearer ", "eyJrIjoiT0tTcG1pUlY2RnVKZTFV", "aDFsNFZXdE9ZWmNrMkZYbk"}},
		"OAuthLib":               {"generic-secret", []string{"oauth_token=", "lsdkfol23", "w54jlksdef", "&x=y"}},
		"a JWT's header":         {"generic-secret", []string{`token = "`, "eyJhbGciOiJIUzI1NiIs", `InR5cCI6IkpXVCJ9"`}},
		"Slack's webhook":        {"slack-webhook", []string{"https://hooks.slack.com/services/T00000000/", "B00000000/", "XXXXXXXXXXXXXXXXXXXXXXXX"}},
		"Discord":                {"discord-bot-token", []string{`token = "`, "MTk4NjIyNDgzNDcxOTI1MjQ4", ".Cl2FMQ", `.ZnCjm1XVW7vRze4b7Cq4se7kKWs"`}},
		"ntfy":                   {"ntfy-access-token", []string{"tk_", "AgQdq7mVBoFD37", "zQVN29RhuMzNIz2"}},
		"Dynatrace":              {"dynatrace-token", []string{`token = "`, "dt0s01.ST2EY72KQINMH574WMNVI7YN", ".G3DFPBEJYMODIDAEX454M7YWBUVEFOWKPRVMWFASS64NFH52PX6BNDVFFM572RZM", `"`}},
		"GoDaddy":                {"godaddy-sso-key", []string{"Authorization: sso-key UzQxLikm_46KxDFnbjN7cQjmw6wocia:", "46L26ydpkwMaKZV6uVdDWe"}},
		"OVHcloud":               {"ovh-application-secret", []string{"OVH_APPLICATION_SECRET=", "EXEgWIz07P0HYwtQ", "Ds7cNIqCiQaWSuHF"}},
		"deSEC":                  {"desec-token", []string{"DESEC_TOKEN=", "i-T3b1h_OI-H9ab8", "tRS98stGtURe"}},
		"Redis Cloud":            {"rediscloud-secret-key", []string{"x-api-secret-key: ", "S3s8ecrrnaguqkmw", "fvealoe3sn25zqs4wc4lwgo4rb0ud3qm77c"}},
		"QStash at home":         {"upstash-qstash-token", []string{"QSTASH_TOKEN=", "eyJVc2VySUQiOiJkZWZhdWx0VXNlciIs", "IlBhc3N3b3JkIjoiZGVmYXVsdFBhc3N3b3JkIn0="}},
		"digits counted up":      {"datadog-api-key", []string{"DD_API_KEY=", "0123456789abcdef", "0123456789abcdef"}},
		"otpauth's format":       {"otpauth-uri", []string{"otpauth://totp/Example:alice@google.com?secret=", "JBSWY3DP", "EHPK3PXP"}},
	} {
		t.Run(name, func(t *testing.T) {
			u := leak.Unit{Data: []byte(strings.Join(c.pieces, "") + "\n")}
			assert.Empty(t, strict.Scan(u))
			all := allowed.Scan(u)
			require.NotEmpty(t, all)
			for _, f := range all {
				decider.Decide(&f)
				assert.Equal(t, c.rule, f.Rule)
				assert.Equal(t, leak.SuppressedByAllowlist, f.Decision.By)
			}
		})
	}
}
