package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("terraform",
	documented{
		name: "lives", rule: "terraform-cloud-token",
		asks:   "GET app.terraform.io/api/v2/account/details",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"data": {"id": "user-V3R563qtJNcExAkN", "type": "users", "attributes": {"username": "admin", "is-service-account": false, "email": "admin@example.com"}}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.id", Owner: "admin@example.com"},
	},
	documented{
		name: "unknown to the cloud", rule: "terraform-cloud-token",
		asks:   "GET app.terraform.io/api/v2/account/details",
		answer: outboundtest.Answer(401, `{"errors": [{"status": "401", "title": "unauthorized"}]}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "this host does not know it (status 401 and json errors.0.status = 401), another may; name its host in [verify.hosts]"},
	},
	documented{
		name: "unknown to the host that the user named", rule: "terraform-cloud-token",
		bases:  []string{"https://tfe.example.com"},
		asks:   "GET tfe.example.com/api/v2/account/details",
		answer: outboundtest.Answer(401, `{"errors": [{"status": "401", "title": "unauthorized"}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.status = 401"},
	},
)
