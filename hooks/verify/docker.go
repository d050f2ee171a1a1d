package verify

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/exchange"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

const dockerDocs = "https://docs.docker.com/reference/api/hub/latest/#tag/authentication-api/operation/AuthCreateAccessToken"

// dockerUser is the part that dockerLogin takes the user from.
const dockerUser = "user"

var dockerLogin = request.Must(request.Request{
	Method: "POST", URL: "/v2/auth/token",
	Body:     `{"identifier": "{{part "user"}}", "secret": "{{secret}}"}`,
	Active:   []string{"status 200 and json access_token"},
	Inactive: []string{"status 401 and json message", "status 401 and json detail"},
})

// A login in Docker's configuration has user and password, but may be one of any
// registry, which the file beside it names; only tokens of Docker Hub have this form. The
// answer is a token of ten minutes, which is thrown away.
var _ = register(Issuer{
	Name: "docker", Title: "Docker Hub", Bases: []string{"https://hub.docker.com"},
	Rules: []string{"docker-config-auth"},
	Docs:  dockerDocs,
	Tells: "user or organisation; tokens alone, no passwords",
	Asks:  "POST /v2/auth/token",
	Ask: func(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error) {
		login, err := base64.StdEncoding.DecodeString(cred.Secret.Reveal())
		user, password, _ := strings.Cut(string(login), ":")
		if err != nil || !strings.HasPrefix(password, "dckr_pat_") && !strings.HasPrefix(password, "dckr_oat_") {
			return leak.Verdict{}, errors.New("it may be of any registry, and only a token says that it is of Docker Hub")
		}
		own := leak.Credential{Rule: cred.Rule, Secret: leak.NewSecret(password), Parts: map[string]leak.Secret{dockerUser: leak.NewSecret(user)}}
		v, err := exchange.Ask(ctx, c, dockerLogin, &own, true)
		if v.State == leak.StateActive {
			v.Owner = request.Plain(user)
		}
		return v, err
	},
})

var _ = register(Issuer{
	Name: "docker", Title: "Docker Hub", Bases: []string{"https://hub.docker.com"},
	Rules:  []string{"docker-hub-pat", "docker-hub-oat"},
	Docs:   dockerDocs,
	Cannot: "Docker Hub takes a token together with the name of its user or organisation, which is not known here",
})
