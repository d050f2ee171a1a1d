package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Services that watch others:
// docs.datadoghq.com/account_management/api-app-keys, .../personal-access-tokens,
// docs.datadoghq.com/getting_started/site (the sites),
// docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys (the license key of the EU
// begins with "eu01xx"), support.pagerduty.com/main/docs/api-access-keys,
// developer.pagerduty.com/docs/events-api-v2-overview,
// docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients
// (prefix, public identifier, secret), axiom.co/docs/reference/tokens.
var (
	_ = later(func() {
		registerKinds("datadog", "Datadog",
			kind{prefix: "ddpat_", min: 36, is: "personal access token", more: datadogSite,
				grants: "reading and changing monitoring as its user, within its scopes"},
			kind{prefix: "ddsat_", min: 36, is: "service access token", more: datadogSite,
				grants: "reading and changing monitoring as a service account, within its scopes"},
			kind{rules: []string{"datadog-app-key", "datadog-access-token"}, is: "application key", never: true, more: datadogSite,
				grants: "reading and changing monitoring as its owner, with an API key beside it"},
			kind{rules: []string{"datadog-api-key"}, is: "API key", never: true, more: datadogSite,
				grants: "sending metrics, logs and events of an organisation; nothing can be read"},
			kind{rules: []string{"datadog-client-token"}, is: "client token", never: true, more: datadogSite,
				grants: "sending logs and sessions of browsers and apps", risks: lowers("it is made to be public")})
	})
	_ = later(func() {
		registerKinds("newrelic", "New Relic",
			kind{prefix: "NRAK-", min: 32, is: "user key", never: true,
				grants: "querying and changing monitoring, as its owner"},
			kind{prefix: "NRII-", min: 25, is: "Insights insert key", never: true,
				grants: "sending events of an account; nothing can be read"},
			kind{prefix: "NRIQ-", min: 25, is: "Insights query key", never: true,
				grants: "reading all events of an account"},
			kind{looks: func(s string) bool { return len(s) == 40 && strings.HasSuffix(s, "NRAL") && written(s, base62, 40) }, is: "license key", never: true, more: newRelicRegion,
				grants: "sending data of any agent into an account; nothing can be read"},
			kind{rules: []string{"newrelic-legacy-license-key"}, is: "license key (older form)", never: true, more: newRelicRegion,
				grants: "sending data of any agent into an account; nothing can be read"},
			kind{rules: []string{"newrelic-mobile-token"}, is: "mobile app token", never: true,
				grants: "sending data of a mobile app", risks: lowers("it stands in every copy of the app")})
	})
	_ = later(func() {
		registerKinds("pagerduty", "PagerDuty",
			kind{rules: []string{"pagerduty-api-key"}, is: "REST API key", never: true, more: func(in *Input, t *leak.Token) { at(t, used(in, "pagerduty.com")) },
				grants: "incidents, schedules, services and users: of the account, or what its user may"},
			kind{rules: []string{"pagerduty-routing-key"}, is: "integration key of events", never: true,
				grants: "opening and resolving incidents of a service, which pages whoever is on call"})
	})
	_ = later(func() {
		registerKinds("dynatrace", "Dynatrace",
			dynatrace("dt0c01.", "access token", "what its scopes say: reading or sending monitoring data, configuration"),
			dynatrace("dt0s02.", "OAuth client secret", "access tokens of the client, within its scopes"),
			dynatrace("dt0s16.", "platform token", "what its scopes say, as its user"))
	})
	_ = later(func() {
		registerKinds("axiom", "Axiom",
			kind{prefix: "xaat-", min: 41, is: "API token",
				grants: "sending or querying data sets, within its permissions",
				note:   "it expires only if a date was set"},
			kind{prefix: "xapt-", min: 41, is: "personal access token", never: true,
				grants: "everything that its owner may do"})
	})
	_ = later(func() {
		registerKinds("posthog", "PostHog",
			kind{prefix: "phx_", min: 44, is: "personal API key", never: true,
				grants: "reading and changing projects as its owner, within its scopes"},
			kind{prefix: "phs_", min: 44, is: "secure API key of feature flags", never: true,
				grants: "reading the definitions of a project's feature flags"})
	})
)

// datadogSite tells on which site of Datadog a key is used, if it stands beside it. A
// key is of one site.
func datadogSite(in *Input, t *leak.Token) {
	for _, site := range []string{"us3.datadoghq.com", "us5.datadoghq.com", "ap1.datadoghq.com", "ap2.datadoghq.com", "datadoghq.eu", "ddog-gov.com", "datadoghq.com"} {
		if strings.Contains(in.Lines, site) {
			at(t, site)
			return
		}
	}
}

func newRelicRegion(in *Input, t *leak.Token) {
	region := "US"
	if strings.HasPrefix(in.Secret, "eu01xx") {
		region = "EU"
	}
	detail(t, "Region", region)
}

// dynatrace is a token "PREFIX.PUBLIC.SECRET", of which the first two parts name it.
func dynatrace(prefix, is, grants string) kind {
	return kind{prefix: prefix, min: len(prefix) + 80, is: is, grants: grants, more: func(in *Input, t *leak.Token) {
		if parts := strings.Split(in.Secret, "."); len(parts) == 3 && len(parts[1]) == 24 {
			detail(t, "Token id", parts[0]+"."+parts[1])
		}
		at(t, used(in, "live.dynatrace.com", "apps.dynatrace.com"))
	}}
}
