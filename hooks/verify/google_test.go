package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("gemini",
	documented{
		name: "lives", rule: "google-api-key",
		asks:   "GET generativelanguage.googleapis.com/v1beta/models?pageSize=1",
		header: header{"X-Goog-Api-Key": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"models": [{"name": "models/gemini-2.5-flash", "displayName": "Gemini 2.5 Flash"}], "nextPageToken": "x"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json models.*.name"},
	},
	documented{
		name: "lives, for other services", rule: "google-api-key",
		asks:   "GET generativelanguage.googleapis.com/v1beta/models?pageSize=1",
		header: header{"X-Goog-Api-Key": "{{secret}}"},
		answer: outboundtest.Answer(403, `{"error": {"code": 403, "message": "…", "status": "PERMISSION_DENIED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_SERVICE_BLOCKED", "domain": "googleapis.com"}]}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json error.details.*.reason = API_KEY_SERVICE_BLOCKED"},
	},
	documented{
		name: "lives, in a project without this service", rule: "google-api-key",
		asks:   "GET generativelanguage.googleapis.com/v1beta/models?pageSize=1",
		header: header{"X-Goog-Api-Key": "{{secret}}"},
		answer: outboundtest.Answer(403, `{"error": {"code": 403, "message": "…", "status": "PERMISSION_DENIED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED", "domain": "googleapis.com"}]}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json error.details.*.reason = SERVICE_DISABLED"},
	},
	documented{
		name: "lives, for a web site", rule: "gemini-api-key",
		asks:   "GET generativelanguage.googleapis.com/v1beta/models?pageSize=1",
		header: header{"X-Goog-Api-Key": "{{secret}}"},
		answer: outboundtest.Answer(403, `{"error": {"code": 403, "message": "…", "status": "PERMISSION_DENIED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_HTTP_REFERRER_BLOCKED", "domain": "googleapis.com"}]}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json error.details.*.reason = API_KEY_HTTP_REFERRER_BLOCKED"},
	},
	documented{
		name: "its project is suspended", rule: "google-api-key",
		asks:   "GET generativelanguage.googleapis.com/v1beta/models?pageSize=1",
		answer: outboundtest.Answer(403, `{"error": {"code": 403, "message": "…", "status": "PERMISSION_DENIED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "CONSUMER_SUSPENDED", "domain": "googleapis.com"}]}}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, without one of the documented reasons (status 403)"},
	},
	documented{
		name: "invalid", rule: "google-api-key",
		asks:   "GET generativelanguage.googleapis.com/v1beta/models?pageSize=1",
		answer: outboundtest.Answer(400, `{"error": {"code": 400, "message": "…", "status": "PERMISSION_DENIED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID", "domain": "googleapis.com"}]}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 400 and json error.details.*.reason = API_KEY_INVALID"},
	},
)

var _ = contract("google",
	documented{
		name: "lives", rule: "google-oauth-access-token",
		asks:   "GET oauth2.googleapis.com/tokeninfo?access_token={{secret}}",
		answer: outboundtest.Answer(200, `{"azp": "123.apps.googleusercontent.com", "aud": "123.apps.googleusercontent.com", "sub": "1034", "scope": "openid https://www.googleapis.com/auth/drive", "exp": "1780318800", "expires_in": "3540", "email": "ada@example.com", "email_verified": "true"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json expires_in", Owner: "ada@example.com", Account: "123.apps.googleusercontent.com", Scopes: []string{"https://www.googleapis.com/auth/drive", "openid"}, Expires: day(2026, 6, 1, 13)},
	},
	documented{
		name: "expired", rule: "google-oauth-access-token",
		asks:   "GET oauth2.googleapis.com/tokeninfo?access_token={{secret}}",
		answer: outboundtest.Answer(400, `{"error": "invalid_token", "error_description": "Invalid Value"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 400 and json error = invalid_token"},
	},
	documented{
		name: "expired, in fewer words", rule: "google-oauth-access-token",
		asks:   "GET oauth2.googleapis.com/tokeninfo?access_token={{secret}}",
		answer: outboundtest.Answer(400, `{"error_description": "Invalid Value"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 400 and json error_description = 'Invalid Value'"},
	},
)
