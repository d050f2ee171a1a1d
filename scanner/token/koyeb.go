package token

// API tokens of Koyeb (koyeb.com/docs/reference/api).
var _ = later(func() {
	register(Family{Name: "koyeb", Tell: tellKinds("Koyeb", []kind{
		{rules: []string{"koyeb-api-token"}, is: "API access token",
			grants: "the services of an organisation, or of all of its user", note: "until it is deleted"},
	})})
})
