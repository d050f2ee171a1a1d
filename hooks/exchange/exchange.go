// Package exchange sends requests that are data (package rules/request) to issuers.
package exchange

import (
	"context"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Send puts a credential into a request and sends it. once is for what must not be
// done twice. An error says which part of the credential is missing, or why there is
// no answer, and holds nothing that was sent.
func Send(ctx context.Context, conn *outbound.Conn, r *request.Compiled, cred *leak.Credential, once bool) (request.Answer, error) {
	s, err := r.Build(cred)
	if err != nil {
		return request.Answer{}, err
	}
	got, err := conn.Do(ctx, outbound.Request{Method: s.Method, Path: s.Path, Header: s.Header, Body: s.Body, Once: once})
	if err != nil {
		return request.Answer{}, err
	}
	return request.Answer{Status: got.Status, Header: got.Header, Body: got.Body}, nil
}

// Ask sends a request that asks whether a token lives, and says what the answer means.
// sure says that it is one of the host that is asked.
func Ask(ctx context.Context, conn *outbound.Conn, r *request.Compiled, cred *leak.Credential, sure bool) (leak.Verdict, error) {
	a, err := Send(ctx, conn, r, cred, false)
	if err != nil {
		return leak.Verdict{}, err
	}
	return r.Judge(a, sure), nil
}
