package verify

import "github.com/leaksieve/leaksieve/rules/request"

// A token of a user: the answer names it, and its headers say what it may do and until
// when. The tokens of a GitHub Enterprise Server have the same form; it has to be named.
var _ = register(Issuer{
	Name: "github", Title: "GitHub", Bases: []string{"https://api.github.com"},
	Rules: []string{"github-pat", "github-fine-grained-pat", "github-oauth", "github-app-user"},
	Docs:  "https://docs.github.com/en/rest/users/users#get-the-authenticated-user",
	Tells: "user, scopes, expiry",
	Request: request.Must(request.Request{
		URL:      "/user",
		Headers:  bearer("Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28"),
		Active:   []string{"status 200 and json login", "status 403 and json message = 'Resource not accessible by personal access token'"},
		Inactive: []string{"status 401 and json message = 'Bad credentials'"},
		Owner:    "json login",
		Scopes:   "header X-OAuth-Scopes",
		Expires:  "header GitHub-Authentication-Token-Expiration",
		Details:  map[string]string{"name": "json name", "account type": "json type"},
	}),
})

// A token of an installation of an app speaks for no user.
var _ = register(Issuer{
	Name: "github", Title: "GitHub", Bases: []string{"https://api.github.com"},
	Rules: []string{"github-app-installation", "github-app-installation-jwt"},
	Docs:  "https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation",
	Tells: "account, number of repositories",
	Request: request.Must(request.Request{
		URL:      "/installation/repositories?per_page=1",
		Headers:  bearer("Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28"),
		Active:   []string{"status 200 and json total_count", "status 403 and json message = 'Resource not accessible by integration'"},
		Inactive: []string{"status 401 and json message = 'Bad credentials'"},
		Account:  "json repositories.0.owner.login",
		Details:  map[string]string{"repositories": "json total_count"},
	}),
})

var _ = register(Issuer{
	Name: "github", Title: "GitHub", Bases: []string{"https://api.github.com"},
	Rules:  []string{"github-refresh", "github-oauth-client-secret"},
	Docs:   "https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens",
	Cannot: "GitHub can only be asked by using it up: a refresh token is good for one use, a client secret takes a token of its app",
})
