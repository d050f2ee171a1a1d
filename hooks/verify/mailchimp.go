package verify

import (
	"fmt"

	"github.com/leaksieve/leaksieve/rules/request"
)

// A key ends in its data centre, which package token tells as its host; all of them are
// Mailchimp's own.
var _ = register(Issuer{
	Name: "mailchimp", Title: "Mailchimp",
	Bases: mailchimpCentres(),
	Local: true,
	Rules: []string{"mailchimp-api-key"},
	Docs:  "https://mailchimp.com/developer/marketing/api/root/list-api-root-resources/",
	Tells: "user, account",
	Request: request.Must(request.Request{
		URL:      "/3.0/?fields=account_id,account_name,email,role",
		Headers:  map[string]string{"Authorization": `Basic {{basic "any" secret}}`},
		Active:   []string{"status 200 and json account_id"},
		Inactive: []string{"status 401 and json title = 'API Key Invalid'"},
		Owner:    "json email",
		Account:  "json account_name",
		Details:  map[string]string{"role": "json role"},
	}),
})

// mailchimpCentres returns the data centres, which are numbered.
func mailchimpCentres() []string {
	var bases []string
	for n := range 22 {
		bases = append(bases, fmt.Sprintf("https://us%d.api.mailchimp.com", n+1))
	}
	return bases
}
