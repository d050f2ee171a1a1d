package exchange_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/exchange"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var revoke = request.Must(request.Request{
	Method: "DELETE", URL: "/tokens/self", Headers: map[string]string{"Authorization": `Basic {{basic (part "acme-id") secret}}`}, Done: []string{"status 204"},
})

func TestSend(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Sequence(outboundtest.Abort(), outboundtest.Answer(204, ``)))
	conn := s.Client().For("acme", "https://api.acme.example")
	cred := &leak.Credential{Secret: leak.NewSecret("hunter2"), Parts: map[string]leak.Secret{"acme-id": leak.NewSecret("ada")}}
	_, err := exchange.Send(t.Context(), conn, revoke, cred, true)
	require.Error(t, err, "once")
	assert.Len(t, s.Requests(), 1)
	a, err := exchange.Send(t.Context(), conn, revoke, cred, true)
	require.NoError(t, err)
	done, _, _ := revoke.Done(a)
	assert.True(t, done)
	r := s.Requests()[1]
	assert.Equal(t, "DELETE api.acme.example/tokens/self Basic YWRhOmh1bnRlcjI=", r.Method+" "+r.Host+r.Path+" "+r.Header.Get("Authorization"))
}

func TestWithoutAPartNothingIsSent(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(204, ``))
	_, err := exchange.Ask(t.Context(), s.Client().For("acme", "https://api.acme.example"), revoke, &leak.Credential{Secret: leak.NewSecret("hunter2")}, true)
	assert.EqualError(t, err, "it takes a part that was not found beside it (acme-id)")
	assert.Empty(t, s.Requests())
}
