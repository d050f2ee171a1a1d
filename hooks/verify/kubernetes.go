package verify

import "github.com/leaksieve/leaksieve/rules/request"

// A SelfSubjectReview is not kept: it answers who is asking. With anonymous requests
// allowed, a token that is none still gets 401.
var _ = register(Issuer{
	Name: "kubernetes", Title: "Kubernetes",
	Local: true,
	Rules: []string{"kubeconfig-token"}, Family: "kubernetes",
	Docs:  "https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/self-subject-review-v1/",
	Tells: "user, groups",
	Request: request.Must(request.Request{
		Method:   "POST",
		URL:      "/apis/authentication.k8s.io/v1/selfsubjectreviews",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Body:     `{"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}`,
		Active:   []string{"status 201 and json status.userInfo.username"},
		Inactive: []string{"status 401 and json reason = Unauthorized"},
		Owner:    "json status.userInfo.username",
		Scopes:   "json status.userInfo.groups",
	}),
})
