package token

import (
	"net/url"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Tokens of Microsoft Entra ID, formerly Azure AD
// (learn.microsoft.com/entra/identity-platform/access-token-claims-reference). The
// issuer tells the version and the cloud.
var _ = later(func() { registerIssuer("entra", tellEntra) })

// entraHosts are the issuers of versions 1 and 2, and of the national clouds.
var entraHosts = []string{
	"sts.windows.net", "login.microsoftonline.com", "login.microsoftonline.us",
	"sts.chinacloudapi.cn", "login.partner.microsoftonline.cn",
}

// entraResources are audiences that readers know better by name
// (learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in).
var entraResources = map[string]string{
	"00000003-0000-0000-c000-000000000000": "Microsoft Graph",
	"https://graph.microsoft.com":          "Microsoft Graph",
	"https://management.azure.com":         "Azure Resource Manager",
	"https://management.core.windows.net":  "Azure Resource Manager",
	"797f4846-ba00-4fd7-ba43-dac1f8f63013": "Azure Resource Manager",
	"https://vault.azure.net":              "Azure Key Vault",
	"cfa8b339-82a2-471a-a3c9-0fc0be7a4093": "Azure Key Vault",
	"https://storage.azure.com":            "Azure Storage",
	"499b84ac-1321-427f-aa17-267ca6975798": "Azure DevOps",
	"https://database.windows.net":         "Azure SQL Database",
}

func tellEntra(j *signed, t *leak.Token) bool {
	u, err := url.Parse(j.issuer)
	if err != nil || !slices.Contains(entraHosts, u.Host) && !strings.HasSuffix(u.Host, ".b2clogin.com") {
		return false
	}
	c := j.claims
	t.Issuer = "Microsoft Entra ID"
	tenant, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	if t.Account = c.text("tid"); t.Account == "" {
		t.Account = text(tenant, maxText)
	}
	detail(t, "Application", c.text("app_displayname"))
	detail(t, "Object id", c.text("oid"))
	if name := c.text("unique_name"); name != "" && !c.has("upn") {
		detail(t, "User", name)
	}
	t.Grants = nil
	for _, aud := range t.Audience {
		if name := entraResources[strings.TrimSuffix(aud, "/")]; name != "" {
			t.Grants = append(t.Grants, name+", within its scopes and roles")
		}
	}
	switch {
	case c.text("idtyp") == "app" || c.has("roles") && !c.has("scp") && c.text("oid") == c.text("sub"):
		t.Kind = "access token of an application"
		risk(t, 0, "it acts for an application, with no user and no multi-factor authentication in between")
	case c.has("scp"):
		t.Kind = "access token of a user"
	}
	return true
}
