package token

import (
	"strings"
	"testing"
)

func TestSentry(t *testing.T) {
	payload := base64Of(`{"iat":1687336543.1,"url":"https://sentry.io","region_url":"https://de.sentry.io","org":"acme"}`)
	checkFacts(t, []want{
		{given{value: "sntrys_" + payload + "_" + chars(43)}, "sentry: organisation token; account acme; issued 2023-06-21T08:35:43Z; host de.sentry.io"},
		{given{value: "sntrys_" + base64Of(`{"iat":"x","url":"http://sentry.corp:9000","org":["a"]}`) + "_" + chars(43)},
			"sentry: organisation token; host sentry.corp:9000; risk -1 its host is on a private network"},
		{given{value: "sntrys_" + chars(80)}, "sentry: organisation token"},
		{given{value: "sntryu_" + hexes(64)}, "sentry: personal token; never expires"},
	})
}

func TestGrafana(t *testing.T) {
	cloud := base64Of(`{"o":"652992","n":"stack-12-ci","k":"` + chars(24) + `","m":{"r":"prod-eu-west-2"}}`)
	legacy := base64Of(`{"k":"` + chars(32) + `","n":"reader","id":1}`)
	// 32 times "x" and the CRC-32 of it with its prefix, the least significant byte first.
	checkFacts(t, []want{
		{given{value: "glsa_" + strings.Repeat("x", 32) + "_" + "4e8e755e"}, "grafana: service account token; checksum valid"},
		{given{value: "glsa_" + chars(32) + "_" + "00000000", lines: "url: https://acme.grafana.net"}, "grafana: service account token; host acme.grafana.net"},
		{given{value: "glc_" + cloud}, "grafana: access policy token of Grafana Cloud; subject stack-12-ci; account organisation 652992; Region prod-eu-west-2"},
		{given{value: legacy}, "grafana: API key (legacy); subject reader; account organisation 1"},
	})
}

func TestMonitoring(t *testing.T) {
	checkFacts(t, []want{
		{given{rule: "datadog-api-key", value: hexes(32), lines: "DD_SITE=datadoghq.eu"}, "datadog: API key; never expires; host datadoghq.eu"},
		{given{rule: "datadog-app-key", value: hexes(40)}, "datadog: application key; never expires"},
		{given{value: "NRAK-" + fill(capitals, 27)}, "newrelic: user key; never expires"},
		{given{value: "eu01xx" + chars(30) + "NRAL"}, "newrelic: license key; never expires; Region EU"},
		{given{rule: "newrelic-legacy-license-key", value: hexes(40)}, "newrelic: license key (older form); never expires; Region US"},
		{given{rule: "pagerduty-routing-key", value: hexes(32)}, "pagerduty: integration key of events; never expires"},
		{given{value: "dt0c01." + fill(capitals, 24) + "." + fill(capitals, 64), lines: "https://abc12345.live.dynatrace.com/e"},
			"dynatrace: access token; host abc12345.live.dynatrace.com; Token id dt0c01." + fill(capitals, 24)},
	})
}
