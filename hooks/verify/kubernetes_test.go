package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("kubernetes",
	documented{
		name: "lives", rule: "kubeconfig-token",
		bases:  []string{"https://k8s.example.com:6443"},
		asks:   "POST k8s.example.com:6443/apis/authentication.k8s.io/v1/selfsubjectreviews",
		header: header{"Authorization": "Bearer {{secret}}"},
		body:   `{"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}`,
		answer: outboundtest.Answer(201, `{"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview", "status": {"userInfo": {"username": "system:serviceaccount:shop:deploy", "groups": ["system:serviceaccounts", "system:authenticated"]}}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 201 and json status.userInfo.username", Owner: "system:serviceaccount:shop:deploy", Scopes: []string{"system:authenticated", "system:serviceaccounts"}},
	},
	documented{
		name: "invalid", rule: "kubeconfig-token",
		bases:  []string{"https://k8s.example.com:6443"},
		asks:   "POST k8s.example.com:6443/apis/authentication.k8s.io/v1/selfsubjectreviews",
		body:   `{"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}`,
		answer: outboundtest.Answer(401, `{"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": "Unauthorized", "reason": "Unauthorized", "code": 401}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json reason = Unauthorized"},
	},
)
