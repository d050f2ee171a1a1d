package token

// Tokens of Railway (docs.railway.com/guides/public-api#creating-a-token), whose form does
// not tell which they are.
var _ = later(func() {
	register(Family{Name: "railway", Tell: tellKinds("Railway", []kind{
		{rules: []string{"railway-token"}, is: "project, workspace or account token",
			grants: "one environment of a project or, as an account token, everything that its owner may do", note: "until it is deleted"},
	})})
})
