package token

import "github.com/leaksieve/leaksieve/scanner/leak"

// Credentials of Yandex Cloud, by their form (yandex.cloud/en/docs/iam/concepts/authorization:
// /api-key, /iam-token, /oauth-token, /access-key).
var _ = later(func() {
	register(Family{Name: "yandex", Tell: tellKinds("Yandex Cloud", []kind{
		{rules: []string{"yandex-api-key"}, prefix: "AQVN", min: 39, is: "API key of a service account",
			grants: "the services that take API keys, as its service account and within its scope", note: "until it is deleted, unless it was given an end"},
		{rules: []string{"yandex-iam-token"}, prefix: "t1.9", min: 100, is: "IAM token", lifetime: 12 * hour,
			grants: "everything that its user or service account may do",
			risks:  []leak.Reason{{Change: -1, Text: "an IAM token ends by itself, after twelve hours at most"}}},
		{rules: []string{"yandex-iam-cookie"}, prefix: "c1.9", min: 100, is: "IAM cookie of a session", lifetime: 12 * hour,
			grants: "everything that its user may do in the console"},
		{rules: []string{"yandex-oauth-token"}, prefix: "y0_", min: 50, is: "OAuth token", note: "as the application asked; a refresh may prolong it",
			grants: "the Yandex services of its scopes; of the application of Yandex Cloud, IAM tokens of its user"},
		{rules: []string{"yandex-static-key-secret"}, is: "secret of a static access key", never: true,
			grants: "buckets and queues, as its service account, through the APIs that are like AWS's"},
	})})
})
