package token

// Keys of IONOS's hosting API: a public prefix, a dot and the secret
// (developer.hosting.ionos.com/docs/getstarted).
var _ = later(func() {
	register(Family{Name: "ionos", Tell: tellKinds("IONOS", []kind{
		{rules: []string{"ionos-developer-key"}, is: "developer API key",
			grants: "DNS zones, domains and certificates of a contract", note: "until it is deleted"},
	})})
})
