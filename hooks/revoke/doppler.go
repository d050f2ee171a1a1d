package revoke

// https://docs.doppler.com/reference/auth-revoke, which `doppler logout` sends.
var _ = register(Way{
	Name: "doppler", Kind: Self, Bases: []string{"https://api.doppler.com"},
	Rules: []string{"doppler-personal-token", "doppler-cli-token", "doppler-service-token", "doppler-service-account-token"},
	Docs:  "https://docs.doppler.com/reference/auth-revoke",
	Does:  "POST /v3/auth/revoke",
	Page:  "https://dashboard.doppler.com/workplace/tokens",
	Steps: []string{"Revoke it in the Doppler dashboard: a personal or CLI token under Tokens, a service token under Access of its config, one of a service account under Team > Service accounts."},
	Do: one(withJSON(bearer("POST", "/v3/auth/revoke"), func(secret string) any {
		return map[string]string{"token": secret}
	}), usual()),
})
