package verify

// POST /v2/auth/token takes the name of the user or organisation with the token, and
// gives out another one.
var _ = register(Issuer{
	Name: "docker", Title: "Docker Hub", Bases: []string{"https://hub.docker.com"},
	Rules:  []string{"docker-hub-pat", "docker-hub-oat"},
	Docs:   "https://docs.docker.com/reference/api/hub/latest/#tag/authentication-api/operation/AuthCreateAccessToken",
	Cannot: "Docker Hub takes a token together with the name of its user or organisation, which is not known here",
})
