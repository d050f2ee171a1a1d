package token

import (
	"regexp"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// What else Kubernetes keeps: Secrets (kubernetes.io/docs/concepts/configuration/secret),
// tokens of a kubeconfig that are no JWT (/docs/reference/access-authn-authz/authentication)
// and bootstrap tokens (/docs/reference/access-authn-authz/bootstrap-tokens).
var _ = register(Family{Name: "kubernetes", Tell: tellKubernetes})

var kubernetesKinds = []kind{
	{rules: []string{"kubernetes-bootstrap-token"}, is: "bootstrap token", note: "24 hours by default, as kubeadm makes it",
		grants: "joining a machine to the cluster as a node"},
	{rules: []string{"kubeconfig-token"}, is: "token of a user of a cluster",
		grants: "what RBAC lets the user of the kubeconfig do in its cluster"},
	{rules: []string{"kubernetes-secret", "kubernetes-secret-dump"}, is: "values of a Secret (base64, which is no encryption)",
		grants: "whatever its values are for"},
	{rules: []string{"kubernetes-secret-string-data"}, is: "values of a Secret, in clear",
		grants: "whatever its values are for"},
}

func tellKubernetes(in *Input, t *leak.Token) bool {
	if strings.Count(in.Secret, ".") == 2 && strings.HasPrefix(in.Secret, "ey") {
		return false // a JWT says more
	}
	k := tellKind(in, t, "Kubernetes", kubernetesKinds)
	if k == nil {
		return false
	}
	if strings.HasPrefix(k.rules[0], "kubernetes-secret") {
		detail(t, "Values", strings.Join(secretNames(in.Secret), ", "))
	}
	return true
}

// secretName matches the name of a value in the data of a Secret.
var secretName = regexp.MustCompile(`(?m)^[ \t{,]*["']?([A-Za-z0-9._-]{1,100})["']?:[ \t]+\S`)

// secretNames returns the names of the values of a Secret, which say what to change.
func secretNames(block string) (names []string) {
	for _, m := range secretName.FindAllStringSubmatch(block[:min(len(block), maxDecoded)], 20) {
		names = append(names, m[1])
	}
	return list(names)
}
