package token

// API keys of Scaleway (scaleway.com/en/docs/iam/concepts/#api-key).
var _ = later(func() {
	register(Family{Name: "scaleway", Tell: tellKinds("Scaleway", []kind{
		{rules: []string{"scaleway-secret-key", "scaleway-configured-secret-key"}, is: "secret key of an API key",
			grants: "what the IAM policies of its user or application allow", note: "until it is deleted, unless it was given an end"},
	})})
})
