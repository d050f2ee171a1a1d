package token

import "testing"

// The tokens are those of kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin.
func TestKubernetes(t *testing.T) {
	check(t,
		tells{"bound to a pod", claims(`{"aud":["https://my-audience.example.com"],"exp":1729605240,"iat":1729601640,"iss":"https://my-cluster.example.com",
			"jti":"aed34954-b33a-4142-b1ec-389d6bbb4936","kubernetes.io":{"namespace":"my-namespace","node":{"name":"my-node","uid":"646e7c5e"},
			"pod":{"name":"my-pod","uid":"5e0bd49b"},"serviceaccount":{"name":"my-serviceaccount","uid":"14ee3fa4"}},
			"nbf":1729601640,"sub":"system:serviceaccount:my-namespace:my-serviceaccount"}`), `
			family: kubernetes
			issuer: Kubernetes
			kind: service account token (bound)
			account: my-namespace
			subject: system:serviceaccount:my-namespace:my-serviceaccount
			audience: https://my-audience.example.com
			grants: what RBAC lets the service account my-namespace/my-serviceaccount do in its cluster
			expires: 2024-10-22T13:54:00Z
			detail: Cluster=https://my-cluster.example.com
			detail: Node=my-node
			detail: Pod=my-pod
			risk: +0 it is bound to a pod, and dies with it
			no never expires`},
		tells{"legacy", claims(`{"iss":"kubernetes/serviceaccount","kubernetes.io/serviceaccount/namespace":"default",
			"kubernetes.io/serviceaccount/secret.name":"robot-token","kubernetes.io/serviceaccount/service-account.name":"robot","sub":"system:serviceaccount:default:robot"}`), `
			kind: service account token (legacy, of a Secret)
			account: default
			detail: Service account=robot
			detail: Secret=robot-token
			never expires
			risk: +1 a legacy token of a service account never expires: it works until its Secret is deleted
			no risk: +1 it has no exp`},
		tells{"EKS", claims(`{"aud":["sts.amazonaws.com"],"exp":1729605240,"iss":"https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE","kubernetes.io":{"namespace":"n","serviceaccount":{"name":"s"}}}`), `
			detail: Cluster=EKS EXAMPLED539D4633E53DE1B71EXAMPLE in us-west-2
			risk: +0 AWS takes it: with it, whoever holds it assumes the role of the service account (EKS)`},
		tells{"GKE", claims(`{"exp":1729605240,"iss":"https://container.googleapis.com/v1/projects/p/locations/l/clusters/c","kubernetes.io":{"namespace":"n"}}`),
			"detail: Cluster=GKE projects/p/locations/l/clusters/c"},
		tells{"none", claims(`{"kubernetes.io":"text","exp":1729605240}`), "family: jwt"},
	)
}
