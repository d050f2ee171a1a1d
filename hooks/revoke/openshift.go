package revoke

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// What `oc logout` does. The object of a token is named by the hash of what stands
// behind its prefix: "sha256~" and SHA-256 in base64url.
// https://docs.redhat.com/en/documentation/openshift_container_platform/4.14/html/authentication_and_authorization/managing-oauth-access-tokens
var _ = register(Way{
	Name: "openshift", Kind: Self, // each cluster has its own host
	Rules: []string{"openshift-token"},
	Docs:  "https://docs.redhat.com/en/documentation/openshift_container_platform/4.14/html/authentication_and_authorization/managing-oauth-access-tokens",
	Does:  "DELETE /apis/oauth.openshift.io/v1/useroauthaccesstokens/{hash of the token}",
	Page:  "https://docs.redhat.com/en/documentation/openshift_container_platform/4.14/html/authentication_and_authorization/managing-oauth-access-tokens",
	Steps: []string{"Run `oc get useroauthaccesstokens` as its user and `oc delete useroauthaccesstokens NAME`, or as an administrator the same with oauthaccesstokens."},
	Do: func(ctx context.Context, n *Net, s *Step) Answer {
		token := s.Cred.Secret.Reveal()
		sum := sha256.Sum256([]byte(strings.TrimPrefix(token, "sha256~")))
		return ask(ctx, n.Conn, outbound.Request{Method: "DELETE",
			Path:   "/apis/oauth.openshift.io/v1/useroauthaccesstokens/sha256~" + base64.RawURLEncoding.EncodeToString(sum[:]),
			Header: map[string]string{"Authorization": "Bearer " + token}}, usual())
	},
})
