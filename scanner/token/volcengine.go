package token

// Access keys of Volcengine, ByteDance's cloud (volcengine.com/docs/6291/65568).
var _ = later(func() {
	register(Family{Name: "volcengine", Tell: tellKinds("Volcengine", []kind{
		{rules: []string{"volcengine-secret-key"}, is: "secret access key", never: true,
			grants: "what the policies of its IAM user allow, or everything in the account if it is the account's own"},
		{rules: []string{"volcengine-access-key"}, is: "access key id",
			grants: "nothing alone; with its secret access key, what the policies of its user allow"},
	})})
})
