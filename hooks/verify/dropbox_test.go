package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("dropbox",
	documented{
		name: "lives", rule: "dropbox-short-lived-token",
		asks:   "POST api.dropboxapi.com/2/users/get_current_account",
		header: header{"Authorization": "Bearer {{secret}}"},
		body:   "null",
		answer: outboundtest.Answer(200, `{"account_id": "dbid:AAH4f99T0taONIb", "name": {"display_name": "Franz Ferdinand"}, "email": "franz@example.com", "team": {"id": "dbtid:x", "name": "Acme, Inc."}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json account_id", Owner: "franz@example.com", Account: "Acme, Inc."},
	},
	documented{
		name: "lives, without the scope", rule: "dropbox-short-lived-token",
		asks:   "POST api.dropboxapi.com/2/users/get_current_account",
		header: header{"Authorization": "Bearer {{secret}}"},
		body:   "null",
		answer: outboundtest.Answer(401, `{"error_summary": "missing_scope/..", "error": {".tag": "missing_scope", "required_scope": "account_info.read"}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 401 and json error..tag = missing_scope"},
	},
	documented{
		name: "expired", rule: "dropbox-short-lived-token",
		asks:   "POST api.dropboxapi.com/2/users/get_current_account",
		body:   "null",
		answer: outboundtest.Answer(401, `{"error_summary": "expired_access_token/...", "error": {".tag": "expired_access_token"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error..tag = expired_access_token"},
	},
	documented{
		name: "revoked", rule: "dropbox-short-lived-token",
		asks:   "POST api.dropboxapi.com/2/users/get_current_account",
		body:   "null",
		answer: outboundtest.Answer(401, `{"error_summary": "invalid_access_token/.", "error": {".tag": "invalid_access_token"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error..tag = invalid_access_token"},
	},
)
