package token

// API tokens of UpCloud (developers.upcloud.com/1.3/18-tokens).
var _ = later(func() {
	register(Family{Name: "upcloud", Tell: tellKinds("UpCloud", []kind{
		{rules: []string{"upcloud-api-token"}, prefix: "ucat_", min: 31, is: "API token",
			grants: "servers, storage and networks of an account as its user", note: "as chosen when it was made"},
	})})
})
