package revoke

// https://docs.gitlab.com/api/personal_access_tokens/#self-revoke: also for tokens of
// projects and groups.
var _ = register(Way{
	Name: "gitlab", Kind: Self, Local: true, Bases: []string{"https://gitlab.com"},
	Rules: []string{"gitlab-pat"},
	Docs:  "https://docs.gitlab.com/api/personal_access_tokens/#self-revoke",
	Does:  "DELETE /api/v4/personal_access_tokens/self",
	Page:  "https://gitlab.com/-/user_settings/personal_access_tokens",
	Steps: []string{"Revoke it at https://gitlab.com/-/user_settings/personal_access_tokens; that of a project or group under its Settings > Access tokens."},
	Do:    one(header("DELETE", "/api/v4/personal_access_tokens/self", "PRIVATE-TOKEN", ""), usual()),
})

// https://docs.gitlab.com/api/runners/#delete-a-runner-by-authentication-token
var _ = register(Way{
	Name: "gitlab", Kind: Self, Local: true, Bases: []string{"https://gitlab.com"},
	Rules:  []string{"gitlab-runner-token", "gitlab-runner-token-registered"},
	Docs:   "https://docs.gitlab.com/api/runners/#delete-a-runner-by-authentication-token",
	Does:   "DELETE /api/v4/runners",
	Effect: "the runner is deleted with its token",
	Page:   "https://docs.gitlab.com/ci/runners/runners_scope/",
	Steps:  []string{"Delete the runner under Settings > CI/CD > Runners of its project or group, and register it anew."},
	Do: one(withJSON(plain("DELETE", "/api/v4/runners"), func(secret string) any {
		return map[string]string{"token": secret}
	}), by(map[int]Outcome{204: Revoked, 403: Dead})), // 403 is what a token that it does not know gets
})
