package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("sonarqube",
	documented{
		name: "lives", rule: "sonarqube-token",
		asks:   "GET sonarcloud.io/api/authentication/validate",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"valid": true}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json valid = true"},
	},
	documented{
		name: "unknown to the cloud", rule: "sonarqube-token",
		asks:   "GET sonarcloud.io/api/authentication/validate",
		answer: outboundtest.Answer(200, `{"valid": false}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "this host does not know it (status 200 and json valid = false), another may; name its host in [verify.hosts]"},
	},
	documented{
		name: "unknown to the host that the user named", rule: "sonarqube-token",
		bases:  []string{"https://sonar.example.com"},
		asks:   "GET sonar.example.com/api/authentication/validate",
		answer: outboundtest.Answer(200, `{"valid": false}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 200 and json valid = false"},
	},
)
