package verify

var _ = register(Issuer{
	Name: "auth0", Title: "Auth0",
	Rules:  []string{"auth0-client-secret"},
	Docs:   "https://auth0.com/docs/api/authentication/client-credential-flow/get-token",
	Cannot: "it takes the client id and an API of its tenant",
})
