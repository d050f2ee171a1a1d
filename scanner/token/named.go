package token

import (
	hexadecimal "encoding/hex"
	"net/url"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Tokens in which names stand:
// jetbrains.com/help/youtrack/devportal/authentication-with-permanent-token.html (base64
// of the login and of the token's name),
// developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys (account and
// token id), elastic.co/docs/deploy-manage/users-roles/cluster-or-deployment-auth/service-accounts
// (account and name in front of the secret),
// docs.datastax.com/en/astra-db-serverless/administration/manage-application-tokens.html
// (the client id), mapillary.com/developer/api-documentation (the app),
// docs.neptune.ai/setup/setting_api_token (neptune/common/… of
// github.com/neptune-ai/neptune-client reads api_address of it),
// upstash.com/docs/qstash (UserID), ranchermanager.docs.rancher.com/reference-guides/user-settings/api-keys,
// docs.openshift.com/container-platform/latest/authentication/configuring-internal-oauth.html
// (24 hours unless configured).
var (
	_ = later(func() {
		registerKinds("jetbrains", "JetBrains",
			kind{prefix: "perm", min: 24, looks: func(s string) bool { return jetBrains(s) != nil }, is: "permanent token of YouTrack or Hub", never: true, more: jetBrainsNames,
				grants: "everything that its user may do, in the services of its scope"},
			kind{rules: []string{"jetbrains-permanent-token"}, is: "permanent token of YouTrack or Hub", never: true,
				grants: "everything that its user may do, in the services of its scope"})
	})
	_ = later(func() {
		registerKinds("harness", "Harness",
			kind{only: []string{"harness-*"}, prefix: "pat.", min: 44, is: "personal access token", more: harness,
				grants: "pipelines, secrets and deployments, as its user", note: "it expires only if a date was set"},
			kind{only: []string{"harness-*"}, prefix: "sat.", min: 44, is: "service account token", more: harness,
				grants: "pipelines, secrets and deployments, within the roles of its account", note: "it expires only if a date was set"})
	})
	_ = later(func() {
		registerKinds("elastic", "Elastic",
			kind{prefix: "AAEAAWVsYXN0aWMv", min: 46, is: "service account token", never: true, more: elasticService,
				grants: "signing in to Elasticsearch as one of its services, with the privileges of that"},
			kind{rules: []string{"elastic-api-key"}, is: "API key", more: elasticKey,
				grants: "what its role descriptors say, at most what its maker may", note: "it expires only if a date was set"},
			kind{rules: []string{"elastic-app-search-key"}, is: "App Search key", never: true,
				grants: "searching, or changing engines, by its kind"},
			kind{rules: []string{"elastic-apm-secret-token"}, is: "secret token of APM", never: true,
				grants: "sending traces and logs; nothing can be read"})
	})
	_ = later(func() {
		registerKinds("astra", "DataStax Astra",
			kind{prefix: "AstraCS:", min: 68, is: "application token", more: astra,
				grants: "databases of an organisation, within its role", note: "it expires only if a date was set"})
	})
	_ = later(func() {
		registerKinds("mapillary", "Mapillary",
			kind{prefix: "MLY|", min: 44, is: "client token of an app", never: true, more: mapillary,
				grants: "reading images and map features", risks: lowers("it reads what is public")})
	})
	_ = later(func() {
		registerKinds("neptune", "neptune.ai",
			kind{prefix: "eyJhcGlfYWRkcmVzcyI6", min: 60, is: "API token", never: true, more: neptune,
				grants: "reading and writing the experiments of its user or service account"})
	})
	_ = later(func() {
		registerKinds("upstash", "Upstash",
			kind{prefix: "eyJVc2VySUQiOi", min: 54, is: "QStash token", never: true, more: upstash,
				grants: "publishing messages to any endpoint in the account's name, and its queues and schedules"},
			kind{rules: []string{"upstash-redis-token"}, is: "REST token of a Redis database", never: true,
				more:   func(in *Input, t *leak.Token) { at(t, used(in, "upstash.io")) },
				grants: "reading and writing a database; a read-only token looks the same"},
			kind{rules: []string{"upstash-qstash-signing-key"}, is: "signing key of QStash", never: true,
				grants: "forging messages that an endpoint takes for QStash's"})
	})
	_ = later(func() {
		registerKinds("rancher", "Rancher",
			kind{prefix: "token-", min: 56, looks: func(s string) bool { return strings.Contains(s, ":") }, is: "API key", more: rancher,
				grants: "the clusters and projects that its user may manage", note: "it expires only if a date was set, or the server has a limit"},
			kind{prefix: "kubeconfig-", min: 61, looks: func(s string) bool { return strings.Contains(s, ":") }, is: "token of a kubeconfig", more: rancher,
				grants: "acting in a cluster as its user"})
	})
	_ = later(func() {
		registerKinds("openshift", "OpenShift",
			kind{prefix: "sha256~", min: 50, is: "OAuth access token",
				grants: "everything that its user may do in a cluster",
				note:   "24 hours unless its cluster has another limit"})
	})
	_ = later(func() {
		registerKinds("lnd", "Lightning Labs",
			kind{prefix: "0201036c6e64", min: 112, looks: func(s string) bool { return written(s, hexDigits+"ABCDEF", 100) }, is: "macaroon of lnd", more: lndMacaroon,
				grants: "what the permissions baked into it say; that of an administrator spends all of a node"})
	})
)

// jetBrains returns the login and the name of a token "perm:LOGIN.NAME.SECRET", nil if
// it is none.
func jetBrains(s string) []string {
	rest, ok := strings.CutPrefix(s, "perm:")
	if !ok {
		rest, ok = strings.CutPrefix(s, "perm-")
	}
	parts := strings.Split(rest, ".")
	if !ok || len(parts) != 3 {
		return nil
	}
	for i, p := range parts[:2] {
		b, ok := unbase64(p)
		if parts[i] = text(string(b), maxText); !ok || parts[i] == "" {
			return nil
		}
	}
	return parts[:2]
}

func jetBrainsNames(in *Input, t *leak.Token) {
	names := jetBrains(in.Secret)
	t.Subject = names[0]
	detail(t, "Token name", names[1])
	at(t, used(in, "youtrack.cloud", "myjetbrains.com"))
}

// harness reads "pat.ACCOUNT.TOKEN.SECRET".
func harness(in *Input, t *leak.Token) {
	if parts := strings.Split(in.Secret, "."); len(parts) == 4 && len(parts[1]) == 22 && written(parts[2], hexDigits, 24) && len(parts[2]) == 24 {
		t.Account = "account " + parts[1]
		detail(t, "Token id", parts[2])
	}
}

// elasticService reads base64 of four bytes and "elastic/SERVICE/NAME:SECRET".
func elasticService(in *Input, t *leak.Token) {
	b, ok := unbase64(in.Secret[:len(in.Secret)/4*4])
	if !ok || len(b) < 5 {
		return
	}
	name, _, ok := strings.Cut(string(b[4:]), ":")
	if i := strings.LastIndexByte(name, '/'); ok && i > 0 && printable(name) {
		t.Subject = text(name[:i], maxText)
		detail(t, "Token name", text(name[i+1:], maxText))
	}
}

// elasticKey reads base64 of "ID:KEY"
// (elastic.co/docs/api/doc/elasticsearch/operation/operation-security-create-api-key).
func elasticKey(in *Input, t *leak.Token) {
	b, ok := unbase64(in.Secret)
	if id, key, found := strings.Cut(string(b), ":"); ok && found && len(key) >= 20 && written(id, base62+"_-", 20) && len(id) == 20 {
		detail(t, "Key id", id)
	}
	at(t, used(in, "elastic-cloud.com", "cloud.es.io", "found.io", "elastic.cloud"))
}

func astra(in *Input, t *leak.Token) {
	if parts := strings.Split(in.Secret, ":"); len(parts) == 3 && len(parts[1]) == 24 && written(parts[1], base62, 24) {
		detail(t, "Client id", parts[1])
	}
}

func mapillary(in *Input, t *leak.Token) {
	if parts := strings.Split(in.Secret, "|"); len(parts) == 3 && written(parts[1], digits, 10) && len(parts[1]) <= 20 {
		t.Account = "app " + parts[1]
	}
}

func neptune(in *Input, t *leak.Token) {
	o, _ := base64Object(in.Secret)
	if u, err := url.Parse(o.text("api_address")); err == nil && u.Host != "" {
		at(t, u.Host)
	}
}

func upstash(in *Input, t *leak.Token) {
	o, _ := base64Object(in.Secret)
	t.Subject = withWord("user ", o.text("UserID"))
}

// rancher tells the name of a token, by which it is listed and deleted.
func rancher(in *Input, t *leak.Token) {
	if name, _, ok := strings.Cut(in.Secret, ":"); ok && len(name) <= 60 && written(name, digits+smalls+"-", 8) {
		detail(t, "Token id", name)
	}
}

// lndMacaroon reads the caveats of a macaroon in hexadecimal
// (github.com/lightningnetwork/lnd, docs/macaroons.md and macaroons/constraints.go).
func lndMacaroon(in *Input, t *leak.Token) {
	b, err := hexadecimal.DecodeString(in.Secret)
	m, ok := readMacaroon(b)
	if err != nil || !ok {
		return
	}
	for _, caveat := range m.caveats {
		name, value, _ := strings.Cut(string(caveat), " ")
		switch name {
		case "time-before":
			if end, err := time.Parse(time.RFC3339, value); err == nil {
				t.Expires = date(end)
			}
		case "ipaddr", "iprange":
			if to := text(value, maxText); to != "" {
				t.Binding = &leak.Binding{Kind: "address", To: to, Note: "it is taken from this address only"}
			}
		}
	}
	if len(m.caveats) == 0 {
		t.NeverExpires = true
	}
}
