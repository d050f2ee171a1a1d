package revoke

// https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3logout
var _ = register(Way{
	Name: "matrix", Kind: Self, // each homeserver has its own host
	Rules:  []string{"matrix-synapse-token", "matrix-mas-token"},
	Docs:   "https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3logout",
	Does:   "POST /_matrix/client/v3/logout",
	Effect: "the device of the token is deleted, with its keys for encrypted rooms",
	Page:   "https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3logout",
	Steps:  []string{"Sign the session out in the account's list of sessions, or have the homeserver's administrator delete the device."},
	Do:     one(bearer("POST", "/_matrix/client/v3/logout"), usual()),
})
