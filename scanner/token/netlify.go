package token

// Tokens of Netlify, by prefix
// (answers.netlify.com/t/change-to-the-netlify-authentication-token-format/106146).
var _ = later(func() {
	register(Family{Name: "netlify", Tell: tellKinds("Netlify", []kind{
		{prefix: "nfp_", min: 40, is: "personal access token", grants: netlifyGrants, note: "as chosen when it was made: days to no end"},
		{prefix: "nfc_", min: 40, is: "token of the command line", grants: netlifyGrants},
		{prefix: "nfo_", min: 40, is: "OAuth access token", grants: netlifyGrants},
		{prefix: "nfu_", min: 40, is: "token of a session of app.netlify.com", grants: netlifyGrants},
		{prefix: "nfb_", min: 40, is: "token of a build", grants: "the site that was built"},
		{rules: []string{"netlify-token", "netlify-legacy-token"}, is: "access token", grants: netlifyGrants},
	})})
})

const netlifyGrants = "deploying the sites of its owner and reading their environment"
