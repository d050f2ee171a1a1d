package token

import (
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Tokens of service accounts of Kubernetes
// (kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin, "Bound
// service account tokens" and "Manual Secret management for ServiceAccounts").
var _ = later(func() { registerIssuer("kubernetes", tellServiceAccountToken) })

const legacyAccount = "kubernetes.io/serviceaccount/"

func tellServiceAccountToken(j *signed, t *leak.Token) bool {
	c := j.claims
	bound := c.object("kubernetes.io")
	namespace, account := bound.text("namespace"), bound.object("serviceaccount").text("name")
	if j.issuer == "kubernetes/serviceaccount" {
		namespace, account = c.text(legacyAccount+"namespace"), c.text(legacyAccount+"service-account.name")
	} else if bound == nil {
		return false
	}
	t.Issuer = "Kubernetes"
	t.Account = namespace
	t.Grants = []string{"what RBAC lets the service account " + namespace + "/" + account + " do in its cluster"}
	detail(t, "Service account", account)
	if bound == nil {
		t.Kind = "service account token (legacy, of a Secret)"
		t.NeverExpires = true
		detail(t, "Secret", c.text(legacyAccount+"secret.name"))
		risk(t, 1, "a legacy token of a service account never expires: it works until its Secret is deleted")
		return true
	}
	t.Kind = "service account token (bound)"
	detail(t, "Cluster", cluster(j.issuer))
	detail(t, "Node", bound.object("node").text("name"))
	detail(t, "Secret", bound.object("secret").text("name"))
	if pod := bound.object("pod").text("name"); pod != "" {
		detail(t, "Pod", pod)
		risk(t, 0, "it is bound to a pod, and dies with it")
	}
	for _, aud := range t.Audience {
		if aud == "sts.amazonaws.com" {
			risk(t, 0, "AWS takes it: with it, whoever holds it assumes the role of the service account (EKS)")
		}
	}
	return true
}

// cluster says which cluster an issuer is, by its URL: that of EKS, GKE and AKS holds
// its id.
func cluster(issuer string) string {
	u, err := url.Parse(issuer)
	switch {
	case err != nil:
		return ""
	case strings.HasPrefix(u.Host, "oidc.eks."):
		return text("EKS "+strings.TrimPrefix(u.Path, "/id/")+" in "+strings.Split(u.Host, ".")[2], maxText)
	case u.Host == "container.googleapis.com":
		return text("GKE "+strings.TrimPrefix(u.Path, "/v1/"), maxText)
	case strings.HasSuffix(u.Host, ".oic.prod-aks.azure.com"):
		return text("AKS "+strings.Trim(u.Path, "/"), maxText)
	}
	return text(issuer, maxText)
}
