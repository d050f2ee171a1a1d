package token

// API keys of Tencent Cloud (tencentcloud.com/document/product/598/32675).
var _ = later(func() {
	register(Family{Name: "tencent", Tell: tellKinds("Tencent Cloud", []kind{
		{rules: []string{"tencent-secret-key"}, is: "secret key", never: true,
			grants: "what the policies of its CAM user allow, or everything in the account if it is the root account's"},
		{rules: []string{"tencent-secret-id"}, prefix: "AKID", min: 36, is: "secret id", never: true,
			grants: "nothing alone; with its secret key, what the policies of its CAM user allow"},
	})})
})
