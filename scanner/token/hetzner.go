package token

// API tokens of Hetzner (docs.hetzner.cloud/reference/cloud#authentication,
// dns.hetzner.com/api-docs).
var _ = later(func() {
	register(Family{Name: "hetzner", Tell: tellKinds("Hetzner", []kind{
		{rules: []string{"hetzner-cloud-token"}, is: "Cloud API token of a project",
			grants: "all servers, volumes and networks of one project: to read, or to read and write", note: "until it is deleted"},
		{rules: []string{"hetzner-dns-token"}, is: "DNS API token",
			grants: "all zones and records of the account", note: "until it is deleted"},
	})})
})
