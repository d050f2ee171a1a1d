package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

const gitlabSelf = `{"id": 4, "name": "Test Token", "revoked": false, "created_at": "2020-07-23T14:31:47.729Z", "scopes": ["api", "read_user"],
	"user_id": 24, "last_used_at": "2021-10-06T17:58:37.550Z", "active": true, "expires_at": "2026-12-31"}`

var _ = contract("gitlab",
	documented{
		name: "lives", rule: "gitlab-pat", asks: "GET gitlab.com/api/v4/personal_access_tokens/self", header: header{"Private-Token": "{{secret}}"},
		answer: outboundtest.Answer(200, gitlabSelf),
		want: leak.Verdict{
			State: leak.StateActive, Reason: "status 200 and json active = true", Owner: "24", Scopes: []string{"api", "read_user"}, Expires: day(2026, 12, 31, 0),
			Details: []leak.Detail{{Name: "created", Value: "2020-07-23T14:31:47.729Z"}, {Name: "last used", Value: "2021-10-06T17:58:37.550Z"}, {Name: "name", Value: "Test Token"}},
		},
	},
	documented{
		name: "has no scope to ask", rule: "gitlab-pat", asks: "GET gitlab.com/api/v4/personal_access_tokens/self",
		answer: outboundtest.Answer(403, `{"error": "insufficient_scope", "error_description": "The request requires higher privileges than provided by the access token.", "scope": "api"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json error = insufficient_scope"},
	},
	documented{
		name: "was revoked", rule: "gitlab-pat", asks: "GET gitlab.com/api/v4/personal_access_tokens/self",
		answer: outboundtest.Answer(401, `{"error": "invalid_token", "error_description": "Token was revoked. You have to re-authorize from the user."}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: gitlabEnded[1]},
	},
	documented{
		name: "expired", rule: "gitlab-pat", asks: "GET gitlab.com/api/v4/personal_access_tokens/self",
		answer: outboundtest.Answer(401, `{"error": "invalid_token", "error_description": "Token is expired. You can either do re-authorization or token refresh."}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: gitlabEnded[0]},
	},
	documented{
		name: "not known at gitlab.com, and may be of another", rule: "gitlab-pat", asks: "GET gitlab.com/api/v4/personal_access_tokens/self",
		answer: outboundtest.Answer(401, `{"message": "401 Unauthorized"}`),
		want: leak.Verdict{
			State:  leak.StateUnknown,
			Reason: "this host does not know it (status 401 and json message = '401 Unauthorized'), another may; name its host in [verify.hosts]",
		},
	},
	documented{
		name: "says itself that it is of gitlab.com", rule: "gitlab-pat", host: "gitlab.com", asks: "GET gitlab.com/api/v4/personal_access_tokens/self",
		answer: outboundtest.Answer(401, `{"message": "401 Unauthorized"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = '401 Unauthorized'"},
	},
	documented{
		name: "not known at all that the user named", rule: "gitlab-pat", bases: []string{"https://git.example.com/gitlab", "https://gitlab.com"},
		tries: []string{"GET git.example.com/gitlab/api/v4/personal_access_tokens/self"}, asks: "GET gitlab.com/api/v4/personal_access_tokens/self",
		answer: outboundtest.Answer(401, `{"message": "401 Unauthorized"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = '401 Unauthorized'"},
	},
	documented{
		name: "says that it is of a host that nobody named", rule: "gitlab-pat", host: "gitlab.evil.example",
		answer: outboundtest.Answer(200, gitlabSelf),
		want: leak.Verdict{
			State: leak.StateUnknown,
			Reason: `gitlab: gitlab.evil.example: no host: the credential is one for gitlab.evil.example, which is none of its hosts; ` +
				`name its host in [verify.hosts]: gitlab = ["https://…"]`,
		},
	},
	documented{
		name: "of a job that runs", rule: "gitlab-ci-job-token", asks: "GET gitlab.com/api/v4/job", header: header{"Job-Token": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"id": 8, "name": "rubocop", "ref": "main", "status": "running", "pipeline": {"id": 6, "project_id": 1}, "user": {"username": "root"}}`),
		want: leak.Verdict{
			State: leak.StateActive, Reason: "status 200 and json id", Owner: "root", Account: "1",
			Details: []leak.Detail{{Name: "job", Value: "rubocop"}, {Name: "ref", Value: "main"}, {Name: "status", Value: "running"}},
		},
	},
	documented{
		name: "of a job that has ended", rule: "gitlab-ci-job-token", bases: []string{"https://gitlab.com"}, asks: "GET gitlab.com/api/v4/job",
		answer: outboundtest.Answer(401, `{"message": "401 Unauthorized"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = '401 Unauthorized'"},
	},
)
