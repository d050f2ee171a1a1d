package token

import "github.com/leaksieve/leaksieve/scanner/leak"

// Access keys of Alibaba Cloud (alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair).
var _ = later(func() {
	register(Family{Name: "alibaba", Tell: tellKinds("Alibaba Cloud", []kind{
		{rules: []string{"alibaba-access-key-id"}, prefix: "LTAI", min: 20, is: "access key id (long-term)", never: true,
			grants: "nothing alone; with its secret, what the policies of its RAM user, or everything in the account if it is the account's own"},
		{rules: []string{"alibaba-access-key-secret"}, is: "access key secret", never: true,
			grants: "what the policies of its RAM user allow, or everything in the account if it is the account's own"},
		{prefix: "STS.", min: 24, is: "access key id (temporary, of STS)", lifetime: 12 * hour,
			grants: "nothing alone; with its secret and its security token, what its role may do",
			risks:  []leak.Reason{{Change: -1, Text: "a temporary key ends by itself, after twelve hours at most"}}},
	})})
})
