package token

// API keys of Vultr (vultr.com/api/#section/Authentication), one a user.
var _ = later(func() {
	register(Family{Name: "vultr", Tell: tellKinds("Vultr", []kind{
		{rules: []string{"vultr-api-key"}, is: "API key", never: true,
			grants: "servers, storage and billing of the account as its user, from the addresses in its access control"},
	})})
})
