package token

import (
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Keys of Azure. Most of those made since 2022 carry a mark of their service at a
// fixed place, and those of 84 characters the month they were made in
// (github.com/microsoft/security-utilities, IdentifiableSecrets: generated keys with
// a signature; "common annotated security keys").
var _ = later(func() { register(Family{Name: "azure", Tell: tellAzure}) })

// azureKey is what a key of Azure is, by rule or by the mark that stands before its
// last characters.
type azureKey struct {
	kind
	mark string // "" if there is none
	size int    // of the key, with its padding
	tail int    // characters behind the mark, with the padding
}

// The documentation of the keys, by service, is below learn.microsoft.com/azure:
// storage/common/storage-account-keys-manage, cosmos-db/secure-access-to-data,
// service-bus-messaging/service-bus-sas, azure-functions/function-keys-how-to,
// search/search-security-api-keys, azure-app-configuration/howto-disable-access-key-authentication,
// container-registry/container-registry-authentication, ai-services/authentication.
var azureKeys = []azureKey{
	{mark: "+ASt", size: 88, tail: 8, kind: kind{rules: []string{"azure-storage-key", "azure-storage-key-alone"}, is: "storage account key", never: true,
		grants: "everything in the storage account: blobs, files, queues and tables, and making any SAS of them"}},
	{mark: "+ABa", size: 88, tail: 8, kind: kind{rules: []string{"azure-batch-key"}, is: "Batch account key", never: true,
		grants: "everything in the Batch account: pools, jobs and what runs in them"}},
	{mark: "ACDb", size: 88, tail: 8, kind: kind{rules: []string{"azure-cosmos-key", "azure-cosmos-connection-key"}, is: "Cosmos DB account key", never: true,
		grants: "the data of all databases of the account; whether it may write depends on whether it is a read-only key"}},
	{mark: "+ASb", size: 44, tail: 7, kind: kind{rules: []string{"azure-service-bus-key"}, is: "shared access key of Service Bus", never: true,
		grants: "sending, listening or managing, as its policy allows"}},
	{mark: "+AEh", size: 44, tail: 7, kind: kind{rules: []string{"azure-event-hub-key"}, is: "shared access key of Event Hubs", never: true,
		grants: "sending, listening or managing, as its policy allows"}},
	{mark: "+ARm", size: 44, tail: 7, kind: kind{rules: []string{"azure-relay-key"}, is: "shared access key of Relay", never: true,
		grants: "sending, listening or managing, as its policy allows"}},
	{mark: "AIoT", size: 44, tail: 7, kind: kind{rules: []string{"azure-iot-hub-key"}, is: "shared access key of IoT Hub", never: true,
		grants: "one device, or all of the hub, as its policy allows"}},
	{mark: "AzFu", size: 56, tail: 8, kind: kind{rules: []string{"azure-functions-key", "azure-function-url"}, is: "Functions access key", never: true,
		grants: "calling a function, all functions of an application or, as its master key, administering it"}},
	{mark: "AzSe", size: 52, tail: 6, kind: kind{rules: []string{"azure-search-key"}, is: "AI Search key", never: true,
		grants: "queries or, as an admin key, everything in the search service"}},
	{mark: "AzCa", size: 44, tail: 7, kind: kind{rules: []string{"azure-redis-key"}, is: "access key of Azure Cache for Redis", never: true,
		grants: "everything in the cache"}},
	{mark: "+ACR", size: 52, tail: 6, kind: kind{rules: []string{"azure-acr-password"}, is: "password of a container registry", never: true,
		grants: "pulling and pushing images, as the admin user or within the scope map of a token"}},
	{mark: "ACOG", size: 84, tail: 4, kind: kind{rules: []string{"azure-ai-services-key", "azure-ai-services-legacy-key"}, is: "AI services key", never: true,
		grants: "calls to the models of a resource, at its cost"}},
	{mark: "AZMP", size: 84, tail: 4, kind: kind{rules: []string{"azure-maps-key"}, is: "Maps key", never: true,
		grants: "calls to Azure Maps, at the cost of the account"}},
	{mark: "AZEG", size: 84, tail: 4, kind: kind{rules: []string{"azure-event-grid-key"}, is: "Event Grid key", never: true,
		grants: "publishing events to a topic or domain"}},
	{mark: "AZAC", size: 84, tail: 4, kind: kind{rules: []string{"azure-app-configuration-key"}, is: "App Configuration key", never: true,
		grants: "reading or, unless it is read-only, changing the configuration of applications"}},
	{mark: "AZDO", size: 84, tail: 4, kind: kind{rules: []string{"azure-devops-pat", "azure-devops-pat-84"}, is: "Azure DevOps personal access token",
		grants: "code, builds and packages of an organisation as its owner, within its scopes",
		note:   "a year at most, but its owner may prolong it"}},
	{kind: kind{rules: []string{"azure-shared-access-key"}, is: "shared access key", never: true,
		grants: "sending, listening or managing, as its policy allows"}},
	{kind: kind{rules: []string{"azure-hub-access-key"}, is: "access key of SignalR, Web PubSub or Communication Services", never: true,
		grants: "everything in the resource, such as messages to all who are connected to it"}},
	{kind: kind{rules: []string{"azure-logic-app-url"}, is: "URL of a Logic App's trigger", never: true,
		grants: "starting the workflow, with any input"}},
	{kind: kind{rules: []string{"azure-publish-password"}, is: "password of a publish profile", never: true,
		grants: "deploying to an App Service, and reading its files and environment (Kudu)"}},
}

func tellAzure(in *Input, t *leak.Token) bool {
	for i := range azureKeys {
		if k := &azureKeys[i]; k.of(in) || k.marked(in.Secret) {
			k.tell("Azure", t)
			tellMonth(in.Secret, t)
			tellConnection(in, t)
			return true
		}
	}
	if in.Is(entraSecret.rules...) || isEntraSecret(in.Secret) {
		entraSecret.tell("Azure", t)
		return true
	}
	return false
}

// entraSecret is learn.microsoft.com/entra/identity-platform/how-to-add-credentials.
var entraSecret = kind{rules: []string{"azure-client-secret"}, is: "client secret of an application in Entra ID",
	note:   "two years at most if it was made in the portal; by the API, as its owner chose",
	grants: "acting as the application, with its id and tenant: its roles in Azure and permissions in Microsoft Graph"}

// isEntraSecret reports whether a secret is three characters, a digit, "Q~" and 31 to
// 34 more.
func isEntraSecret(s string) bool {
	return len(s) >= 37 && len(s) <= 40 && s[3] >= '0' && s[3] <= '9' && s[4:6] == "Q~" && isKeyText(strings.NewReplacer("~", "", ".", "").Replace(s))
}

// marked reports whether a key has the mark at its place.
func (k *azureKey) marked(s string) bool {
	return k.mark != "" && len(s) == k.size && s[k.size-k.tail-4:k.size-k.tail] == k.mark &&
		isKeyText(s) && (k.size != 84 || s[52:56] == "JQQJ")
}

func isKeyText(s string) bool {
	const other = "0123456789+/=-_"
	return strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune(other, r)
	}) < 0
}

// tellMonth tells when a key of 84 characters was made: the year since 2024 and the
// month follow its fixed part, in base64's digits.
func tellMonth(s string, t *leak.Token) {
	if len(s) != 84 || s[52:57] != "JQQJ9" || !isKeyText(s) {
		return
	}
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	year, month := strings.IndexByte(digits, s[58]), strings.IndexByte(digits, s[59])
	if year < 0 || month < 0 || month > 11 {
		return
	}
	made := time.Date(2024+year, time.Month(1+month), 1, 0, 0, 0, 0, time.UTC)
	t.Issued = date(made)
	detail(t, "Made in", made.Format("January 2006"))
}

// tellConnection tells where a key is used, by the connection string, URL or publish
// profile that it stands in.
func tellConnection(in *Input, t *leak.Token) {
	s := strings.ReplaceAll(in.Lines, `\"`, `"`)
	if host := cutHost(after(s, "Endpoint=")); host != "" {
		at(t, host)
	} else if host := after(s, "HostName="); strings.Contains(host, ".azure-devices.net") {
		at(t, host)
	} else if in.Is("azure-function-url", "azure-logic-app-url") {
		u := urlAround(in)
		at(t, u.host)
	} else if host := after(s, `publishUrl="`); in.Is("azure-publish-password") && host != "" {
		at(t, host)
	} else if name := after(s, "AccountName="); name != "" {
		at(t, name+".blob."+orDefault(after(s, "EndpointSuffix="), "core.windows.net"))
	}
	t.Account = azureAccount(t.Host)
	detail(t, "Policy", after(s, "SharedAccessKeyName="))
	detail(t, "Device", after(s, "DeviceId="))
	detail(t, "Entity", after(s, "EntityPath="))
	if after(s, "SharedAccessKeyName=") == "RootManageSharedAccessKey" {
		risk(t, 1, "RootManageSharedAccessKey manages the whole namespace")
	}
}

// azureServices are what a name belongs to, by the label of its host that follows:
// names are unique in a service only.
var azureServices = map[string]string{
	"blob": "storage account", "queue": "storage account", "table": "storage account", "file": "storage account", "dfs": "storage account", "web": "storage account",
	"documents": "Cosmos DB account", "servicebus": "namespace", "azurewebsites": "app", "scm": "app", "azure-devices": "IoT hub",
}

// azureAccount is the name of the resource at a host, with what it is.
func azureAccount(host string) string {
	name, rest, ok := strings.Cut(text(host, maxText), ".")
	if !ok {
		return ""
	}
	service, _, _ := strings.Cut(rest, ".")
	return orDefault(azureServices[service], service) + " " + name
}

// after returns the value of a key in a connection string, "" for none.
func after(s, key string) string {
	at := strings.Index(strings.ToLower(s), strings.ToLower(key))
	if at < 0 || at+len(key) > len(s) {
		return ""
	}
	value := s[at+len(key):]
	if n := strings.IndexAny(value, "; \t\r\n\"'`<>\\,&"); n >= 0 {
		value = value[:n]
	}
	return text(value, 120)
}

// cutHost returns the host of a URL.
func cutHost(u string) string {
	_, rest, ok := strings.Cut(u, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return strings.TrimSuffix(host, ":443")
}

func orDefault(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
