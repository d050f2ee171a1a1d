package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("datadog",
	documented{
		name: "lives", rule: "datadog-api-key",
		asks: "GET api.datadoghq.com/api/v1/validate", header: header{"Dd-Api-Key": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"valid": true}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json valid = true"},
	},
	documented{
		name: "is none at any site", rule: "datadog-api-key",
		tries:  []string{"GET api.datadoghq.com/api/v1/validate", "GET api.us3.datadoghq.com/api/v1/validate", "GET api.us5.datadoghq.com/api/v1/validate", "GET api.datadoghq.eu/api/v1/validate", "GET api.ap1.datadoghq.com/api/v1/validate", "GET api.ap2.datadoghq.com/api/v1/validate", "GET api.ddog-gov.com/api/v1/validate"},
		asks:   "GET api.us2.ddog-gov.com/api/v1/validate",
		answer: outboundtest.Answer(403, `{"errors": ["Forbidden"]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 403 and json errors"},
	},
	documented{
		name: "is none at the site of the user", rule: "datadog-api-key",
		bases:  []string{"https://api.datadoghq.eu"},
		asks:   "GET api.datadoghq.eu/api/v1/validate",
		answer: outboundtest.Answer(403, `{"errors": ["Forbidden"]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 403 and json errors"},
	},
)
