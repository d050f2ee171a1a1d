package verify

import (
	"context"
	"errors"

	"github.com/leaksieve/leaksieve/hooks/exchange"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// A client secret asks for a token of its application, which is not looked at. Tenant
// and application stand beside it; they are part of the path and the body, and the
// host is Microsoft's, whatever they say.
//
// Of the codes those are taken that speak of the secret or of the application being
// switched off; that a tenant or an application is not found may be because another
// one was found beside the secret.
var _ = register(Issuer{
	Name: "entra", Title: "Microsoft Entra ID", Bases: []string{"https://login.microsoftonline.com"},
	Rules: []string{"azure-client-secret"},
	Docs:  "https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow#first-case-access-token-request-with-a-shared-secret",
	Tells: "that it lives",
	Asks:  "POST /{tenant}/oauth2/v2.0/token grant_type=client_credentials",
	Ask:   askEntra,
})

// The codes are those of https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes.
var entraGrant = request.Must(request.Request{
	Method:  "POST",
	URL:     `/{{part "azure-tenant-id"}}/oauth2/v2.0/token`,
	Headers: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
	Body:    `client_id={{part "azure-client-id"}}&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_secret={{secret}}&grant_type=client_credentials`,
	Active:  []string{"status 200 and json access_token"},
	Ended: []string{
		"status 401 and json error_codes.* = 7000222",     // the secret has expired
		"status 400 401 and json error_codes.* = 7000112", // the application is disabled
	},
	Inactive: []string{"status 401 and json error_codes.* = 7000215"}, // not the secret of the application
})

func askEntra(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error) {
	if !cred.Part("azure-tenant-id").Known() || !cred.Part("azure-client-id").Known() {
		return leak.Verdict{}, errors.New("it takes the ids of its tenant and application, which were not found beside it")
	}
	return exchange.Ask(ctx, c, entraGrant, cred, true)
}

// A personal access token of Azure DevOps without the scope for profiles is refused in
// the way of one that is none.
var _ = register(Issuer{
	Name: "azuredevops", Title: "Azure DevOps", Bases: []string{"https://app.vssps.visualstudio.com"},
	Rules: []string{"azure-devops-pat", "azure-devops-pat-84"},
	Docs:  "https://learn.microsoft.com/en-us/rest/api/azure/devops/profile/profiles/get",
	Tells: "user",
	Doubt: "a token without the scope to read profiles is refused as one that is wrong",
	Request: request.Must(request.Request{
		URL:     "/_apis/profile/profiles/me?api-version=7.1",
		Headers: map[string]string{"Authorization": `Basic {{basic "" secret}}`},
		Active:  []string{"status 200 and json id"},
		Owner:   "json emailAddress or json displayName",
	}),
})

var _ = register(Issuer{
	Name: "azurestorage", Title: "Azure Storage", Bases: []string{"https://login.microsoftonline.com"},
	Rules:  []string{"azure-storage-key", "azure-storage-key-alone", "azure-sas"},
	Docs:   "https://learn.microsoft.com/en-us/rest/api/storageservices/authorize-with-shared-key",
	Cannot: "an account is a host whose name anybody may take, and AuthenticationFailed is said of a clock or a firewall, too",
})
