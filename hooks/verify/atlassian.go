package verify

var _ = register(Issuer{
	Name: "atlassian", Title: "Atlassian", Bases: []string{"https://api.atlassian.com"},
	Rules:  []string{"atlassian-api-token", "bitbucket-app-password"},
	Docs:   "https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/",
	Cannot: "it is taken together with the e-mail address or name of its owner, and a token of Jira at the owner's site",
})
