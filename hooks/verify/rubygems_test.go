package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("rubygems",
	documented{
		name: "lives", rule: "rubygems-api-key", asks: "GET rubygems.org/api/v1/gems.json", header: header{"Authorization": "{{secret}}"},
		answer: outboundtest.Answer(200, `[{"name": "rails", "downloads": 7528417, "version": "3.2.1", "authors": "David Heinemeier Hansson"}]`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json *.name", Details: []leak.Detail{{Name: "gem", Value: "rails"}}},
	},
	documented{
		name: "of somebody without gems", rule: "rubygems-api-key", asks: "GET rubygems.org/api/v1/gems.json",
		answer: outboundtest.Answer(200, `[]`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "an answer that is not as documented (status 200)"},
	},
)
