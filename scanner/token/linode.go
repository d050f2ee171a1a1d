package token

// Tokens of Linode, now Akamai (techdocs.akamai.com/linode-api/reference/get-started,
// techdocs.akamai.com/cloud-computing/docs/manage-access-keys).
var _ = later(func() {
	register(Family{Name: "linode", Tell: tellKinds("Linode (Akamai)", []kind{
		{rules: []string{"linode-api-token"}, is: "personal access token",
			grants: "servers, domains and billing of the account as its user, within its scopes", note: "as chosen when it was made: months to no end"},
		{rules: []string{"linode-longview-key"}, is: "key of a Longview client", never: true,
			grants: "sending metrics as one server; it reads nothing"},
		{rules: []string{"linode-object-storage-secret"}, is: "secret key of Object Storage", never: true,
			grants: "the objects of the account's buckets, or of those it is limited to"},
	})})
})
