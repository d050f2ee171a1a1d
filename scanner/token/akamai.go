package token

// EdgeGrid credentials of Akamai's APIs: a client secret, a client token and an access
// token (techdocs.akamai.com/developer/docs/edgegrid).
var _ = later(func() {
	register(Family{Name: "akamai", Tell: tellKinds("Akamai", []kind{
		{rules: []string{"akamai-edgegrid-secret"}, is: "client secret of EdgeGrid credentials",
			grants: "with its client token and access token, what the API client may do: properties, certificates, purging", note: "until it is deactivated, or its end"},
		{rules: []string{"akamai-edgegrid-token"}, is: "token of EdgeGrid credentials",
			grants: "nothing alone; with the client secret, what the API client may do"},
	})})
})
