package verify

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

func dockerAuth(login string) string { return base64.StdEncoding.EncodeToString([]byte(filled(login))) }

var dockerToken = dockerAuth("acme:dckr_pat_{{rand}}")

func dockerBody() string {
	login, _ := base64.StdEncoding.DecodeString(dockerToken)
	return `{"identifier": "acme", "secret": "` + string(login[len("acme:"):]) + `"}`
}

var _ = contract("docker",
	documented{
		name: "lives", rule: "docker-config-auth", secret: dockerToken, asks: "POST hub.docker.com/v2/auth/token", body: dockerBody(),
		answer: outboundtest.Answer(200, `{"access_token": "e30.e30.e30"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json access_token", Owner: "acme"},
	},
	documented{
		name: "is none", rule: "docker-config-auth", secret: dockerToken, asks: "POST hub.docker.com/v2/auth/token", body: dockerBody(),
		answer: outboundtest.Answer(401, `{"errinfo": {}, "detail": "incorrect username or password", "message": "incorrect username or password"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message"},
	},
	documented{
		name: "a password, perhaps of another registry", rule: "docker-config-auth", secret: dockerAuth("acme:{{rand}}"), answer: outboundtest.Hang(),
		want: leak.Verdict{State: leak.StateUnknown, Reason: "it may be of any registry, and only a token says that it is of Docker Hub"},
	},
)

// TestTheTokenInsideIsNotShown has the server quote a token that was sent out of its
// base64.
func TestTheTokenInsideIsNotShown(t *testing.T) {
	for _, status := range []int{200, 401, 403} {
		s := outboundtest.New(t, outboundtest.Echo(status))
		f := &leak.Finding{Rule: "docker-config-auth", Secret: leak.NewSecret(dockerToken)}
		require.NoError(t, Verify(t.Context(), s.Client(), Options{}, []*leak.Finding{f}))
		assert.NotContains(t, f.Verdict.Reason+f.Verdict.Owner+f.Verdict.Account, "dckr_pat_")
	}
}
