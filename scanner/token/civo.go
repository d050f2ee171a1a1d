package token

// API keys of Civo (civo.com/docs/account/api-keys).
var _ = later(func() {
	register(Family{Name: "civo", Tell: tellKinds("Civo", []kind{
		{rules: []string{"civo-api-key"}, is: "API key",
			grants: "clusters and instances of the account", note: "until it is regenerated"},
	})})
})
