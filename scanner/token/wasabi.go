package token

// Access keys of Wasabi (docs.wasabi.com/docs/creating-a-new-access-key).
var _ = later(func() {
	register(Family{Name: "wasabi", Tell: tellKinds("Wasabi", []kind{
		{rules: []string{"wasabi-secret-key"}, is: "secret key", never: true,
			grants: "the objects of all buckets that its user, or the account, may reach"},
	})})
})
