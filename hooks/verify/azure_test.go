package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

const entraTenant, entraClient = "2f3b1c4d-0000-4000-8000-00000000000a", "2f3b1c4d-0000-4000-8000-00000000000b"

func entra(name string, status int, answer string, want leak.Verdict) documented {
	return documented{
		name: name, rule: "azure-client-secret", parts: map[string]string{"azure-tenant-id": entraTenant, "azure-client-id": entraClient},
		asks:   "POST login.microsoftonline.com/" + entraTenant + "/oauth2/v2.0/token",
		header: header{"Content-Type": "application/x-www-form-urlencoded"},
		body:   "client_id=" + entraClient + "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_secret={{secret}}&grant_type=client_credentials",
		answer: outboundtest.Answer(status, answer), want: want,
	}
}

// entraError is an error as the reference of codes shows it.
func entraError(code string) string {
	return `{"error": "invalid_client", "error_description": "AADSTS` + code + `: …\r\nTrace ID: 255d1aef-8c98-452f-ac51-23d051240864", "error_codes": [` + code + `], "timestamp": "2026-06-01 12:00:00Z", "error_uri": "https://login.microsoftonline.com/error?code=` + code + `"}`
}

var _ = contract("entra",
	entra("lives", 200, `{"token_type": "Bearer", "expires_in": 3599, "access_token": "eyJ0…"}`,
		leak.Verdict{State: leak.StateActive, Reason: "status 200 and json access_token"}),
	entra("expired", 401, entraError("7000222"), leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error_codes.* = 7000222"}),
	entra("removed", 401, entraError("7000215"), leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error_codes.* = 7000215"}),
	entra("of an application that is disabled", 401, entraError("7000112"), leak.Verdict{State: leak.StateInactive, Reason: "status 400 401 and json error_codes.* = 7000112"}),
	entra("of an application that is not there", 400, entraError("700016"), leak.Verdict{State: leak.StateUnknown, Reason: "an answer that is not as documented (status 400)"}),
	entra("of a tenant that is not there", 400, entraError("90002"), leak.Verdict{State: leak.StateUnknown, Reason: "an answer that is not as documented (status 400)"}),
	documented{
		name: "without its application, is not asked about", rule: "azure-client-secret", answer: outboundtest.Answer(500, ``),
		want: leak.Verdict{State: leak.StateUnknown, Reason: "it takes the ids of its tenant and application, which were not found beside it"},
	},
)

var _ = contract("azuredevops",
	documented{
		name: "lives", rule: "azure-devops-pat", asks: "GET app.vssps.visualstudio.com/_apis/profile/profiles/me?api-version=7.1",
		header: header{"Authorization": "{{basic :{{secret}}}}"},
		answer: outboundtest.Answer(200, `{"displayName": "Ada Park", "publicAlias": "1a2b", "emailAddress": "ada@example.com", "coreRevision": 1, "id": "1a2b", "revision": 1}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Owner: "ada@example.com"},
	},
	documented{
		name: "a page to sign in", rule: "azure-devops-pat-84", asks: "GET app.vssps.visualstudio.com/_apis/profile/profiles/me?api-version=7.1",
		answer: outboundtest.HTML(),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "an HTML page (status 200)"},
	},
)
