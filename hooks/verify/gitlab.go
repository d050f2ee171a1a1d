package verify

import "github.com/leaksieve/leaksieve/rules/request"

// What GitLab says of tokens, lib/api/api_guard.rb of its source: one that it does not
// know may be one of another GitLab.
var (
	gitlabEnded = []string{
		"status 401 and json error_description = 'Token is expired. You can either do re-authorization or token refresh.'",
		"status 401 and json error_description = 'Token was revoked. You have to re-authorize from the user.'",
	}
	gitlabUnknown = []string{"status 401 and json message = '401 Unauthorized'", "status 401 and json error_description = 'Bad Access Token.'"}
)

// Personal, project, group and impersonation access tokens.
var _ = register(Issuer{
	Name: "gitlab", Title: "GitLab", Bases: []string{"https://gitlab.com"}, Local: true,
	Rules: []string{"gitlab-pat"},
	Docs:  "https://docs.gitlab.com/api/personal_access_tokens/#get-details-on-a-personal-access-token",
	Tells: "name, user id, scopes, expiry",
	Request: request.Must(request.Request{
		URL:      "/api/v4/personal_access_tokens/self",
		Headers:  map[string]string{"PRIVATE-TOKEN": "{{secret}}"},
		Active:   []string{"status 200 and json active = true", "status 403 and json error = insufficient_scope"},
		Ended:    append([]string{"status 200 and json active = false"}, gitlabEnded...),
		Inactive: gitlabUnknown,
		Owner:    "json user_id", Scopes: "json scopes", Expires: "json expires_at",
		Details: map[string]string{"name": "json name", "created": "json created_at", "last used": "json last_used_at"},
	}),
})

// A job token lives as long as its job runs.
var _ = register(Issuer{
	Name: "gitlab", Title: "GitLab", Bases: []string{"https://gitlab.com"}, Local: true,
	Rules: []string{"gitlab-ci-job-token"},
	Docs:  "https://docs.gitlab.com/api/jobs/#get-job-tokens-job",
	Tells: "user, project id, job",
	Request: request.Must(request.Request{
		URL:      "/api/v4/job",
		Headers:  map[string]string{"JOB-TOKEN": "{{secret}}"},
		Active:   []string{"status 200 and json id"},
		Ended:    gitlabEnded,
		Inactive: gitlabUnknown,
		Owner:    "json user.username", Account: "json pipeline.project_id",
		Details: map[string]string{"job": "json name", "ref": "json ref", "status": "json status"},
	}),
})

var _ = register(Issuer{
	Name: "gitlab", Title: "GitLab", Bases: []string{"https://gitlab.com"}, Local: true,
	Rules: []string{
		"gitlab-deploy-token", "gitlab-runner-token", "gitlab-runner-token-registered", "gitlab-trigger-token", "gitlab-feed-token", "gitlab-scim-token",
		"gitlab-incoming-mail-token", "gitlab-agent-token", "gitlab-runner-registration", "gitlab-feature-flags-token", "gitlab-workspace-token",
	},
	Docs:   "https://docs.gitlab.com/security/tokens/",
	Cannot: "GitLab has no request that only asks about such a token",
})
