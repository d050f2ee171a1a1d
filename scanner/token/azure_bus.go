package token

import (
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Tokens "SharedAccessSignature sr=…&sig=…&se=…&skn=…" of Service Bus and Event Hubs
// (learn.microsoft.com/azure/service-bus-messaging/service-bus-sas) and of IoT Hub
// (learn.microsoft.com/azure/iot-hub/authenticate-authorize-sas).
var _ = later(func() { register(Family{Name: "azure-service-bus", Tell: tellBusToken}) })

const busToken = "SharedAccessSignature sr="

func tellBusToken(in *Input, t *leak.Token) bool {
	where := in.Secret
	if !strings.Contains(where, busToken) {
		where = in.Lines
	}
	_, rest, ok := strings.Cut(where, busToken)
	if !ok {
		return false
	}
	rest = rest[:min(len(rest), maxURL)]
	if n := strings.IndexAny(rest, " \t\r\n\"'`<>;,"); n >= 0 {
		rest = rest[:n]
	}
	u := parseURL("?sr=" + rest)
	if !u.signs(in, "sig") {
		return false
	}
	resource := strings.TrimPrefix(strings.TrimPrefix(u.query["sr"], "https://"), "sb://")
	if plain, err := url.QueryUnescape(resource); err == nil {
		resource = plain
	}
	host, entity, _ := strings.Cut(resource, "/")
	t.Issuer, t.Kind = "Azure", "shared access signature of Service Bus or Event Hubs"
	if strings.HasSuffix(host, ".azure-devices.net") {
		t.Kind = "shared access signature of IoT Hub"
	}
	t.Grants = []string{"sending, listening or managing, as its policy allows"}
	t.Account = azureAccount(host)
	at(t, text(host, maxText))
	detail(t, "Entity", text(strings.TrimSuffix(entity, "/"), maxText))
	detail(t, "Policy", text(u.query["skn"], 100))
	t.Expires = epoch(u.query["se"])
	risk(t, 0, "only new keys of its policy revoke it")
	return true
}
