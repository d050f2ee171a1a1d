package verify

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// A token of a service account is a JWT, and found as one.
func TestKubernetesTokensAmongJWTs(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(201, `{"kind": "SelfSubjectReview", "status": {"userInfo": {"username": "system:serviceaccount:shop:deploy"}}}`))
	client := s.Client(func(o *outbound.Options) {
		o.Bases = map[string][]string{"kubernetes": {"https://k8s.example.com:6443"}}
	})
	account, other := theJWT("kubernetes/serviceaccount"), theJWT("https://login.example.com/")
	account.Token.Family = "kubernetes"
	require.NoError(t, Verify(t.Context(), client, Options{}, []*leak.Finding{account, other}))
	require.NotNil(t, account.Verdict)
	assert.Equal(t, "system:serviceaccount:shop:deploy", account.Verdict.Owner)
	assert.Nil(t, other.Verdict, "nobody is asked about any other JWT")
}
