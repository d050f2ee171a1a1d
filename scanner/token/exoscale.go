package token

// API keys of Exoscale (community.exoscale.com/product/iam/how-to/iam-api-keys).
var _ = later(func() {
	register(Family{Name: "exoscale", Tell: tellKinds("Exoscale", []kind{
		{rules: []string{"exoscale-api-secret", "exoscale-configured-secret"}, is: "secret of an API key", never: true,
			grants: "cloud resources, within the IAM role of its key"},
		{rules: []string{"exoscale-api-key"}, is: "name of an API key",
			grants: "nothing alone; with its secret, what its IAM role allows"},
	})})
})
