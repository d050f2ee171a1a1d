package token

// Keys of OVHcloud's API (help.ovhcloud.com, "First Steps with the OVHcloud APIs"). A
// request needs all three: application key, application secret and consumer key.
var _ = later(func() {
	register(Family{Name: "ovh", Tell: tellKinds("OVHcloud", []kind{
		{rules: []string{"ovh-application-secret"}, is: "application secret", never: true,
			grants: "nothing alone; with a consumer key, the calls that its access rules name"},
		{rules: []string{"ovh-consumer-key"}, is: "consumer key",
			grants: "with the secret of its application, the calls on a customer's account that its access rules name", note: "as chosen when it was made: a day to no end"},
		{rules: []string{"ovh-configured-secret"}, is: "application secret or consumer key",
			grants: "with the other one, the calls on a customer's account that its access rules name"},
	})})
})
