package token

// API tokens of Fastly (fastly.com/documentation/reference/api/auth-tokens).
var _ = later(func() {
	register(Family{Name: "fastly", Tell: tellKinds("Fastly", []kind{
		{rules: []string{"fastly-api-token"}, is: "API token",
			grants: "the services that it is limited to, or all of its user: changing them, or only purging", note: "until it is revoked, unless it was given an end"},
	})})
})
