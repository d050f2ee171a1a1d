package token

// Access keys of Huawei Cloud (support.huaweicloud.com/intl/en-us/usermanual-ca/ca_01_0003.html).
var _ = later(func() {
	register(Family{Name: "huawei", Tell: tellKinds("Huawei Cloud", []kind{
		{rules: []string{"huawei-secret-key"}, is: "secret access key", never: true,
			grants: "everything that its IAM user may do"},
	})})
})
