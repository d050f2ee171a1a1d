package token

// API keys and OAuth authorizations of Heroku (devcenter.heroku.com/articles/authentication,
// devcenter.heroku.com/changelog-items/3175).
var _ = later(func() {
	register(Family{Name: "heroku", Tell: tellKinds("Heroku", []kind{
		{rules: []string{"heroku-token"}, prefix: "HRKU-", min: 41, is: "API key or OAuth token",
			grants: "applications, add-ons and their configuration as its owner, within its scope", note: "until it is revoked, unless it was given an end"},
		{rules: []string{"heroku-legacy-api-key"}, is: "API key (older form)",
			grants: "applications, add-ons and their configuration as its owner, within its scope", note: "until it is revoked, unless it was given an end"},
	})})
})
