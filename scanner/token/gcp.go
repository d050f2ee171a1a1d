package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Keys of service accounts of Google Cloud, as JSON
// (cloud.google.com/iam/docs/keys-create-delete). "By default, service account keys
// never expire" (cloud.google.com/iam/docs/key-rotation).
var _ = later(func() { register(Family{Name: "gcp", Tell: tellServiceAccount}) })

func tellServiceAccount(in *Input, t *leak.Token) bool {
	whole := strings.Contains(in.Secret, "PRIVATE KEY-----") && strings.Contains(in.Lines, "service_account")
	if !in.Is("gcp-service-account-key") && !whole {
		return false
	}
	t.Issuer, t.Kind = "Google Cloud", "private key of a service account"
	t.Grants = []string{"everything that the roles of the service account allow, in its project and wherever else they are given"}
	email := beside(in, "gcp-service-account-email", "client_email")
	t.Subject = email
	t.Account = beside(in, "gcp-project-id", "project_id")
	if t.Account == "" {
		t.Account = projectOf(email)
	}
	detail(t, "Key id", beside(in, "gcp-private-key-id", "private_key_id"))
	t.NeverExpires = true
	switch {
	case strings.HasSuffix(email, "-compute@developer.gserviceaccount.com"), strings.HasSuffix(email, "@appspot.gserviceaccount.com"):
		risk(t, 0, "it is a default service account, which older projects made an editor of everything")
	case strings.HasPrefix(email, "firebase-adminsdk-"):
		risk(t, 0, "it is Firebase's administrator: it reads and writes all data of the project, past its security rules")
	}
	return true
}

// projectOf returns the project in the address of a service account
// (NAME@PROJECT.iam.gserviceaccount.com).
func projectOf(email string) string {
	_, domain, _ := strings.Cut(email, "@")
	project, ok := strings.CutSuffix(domain, ".iam.gserviceaccount.com")
	if !ok {
		return ""
	}
	return project
}

// members match the members of a JSON object that stands in one line, by name.
var members = map[string]string{
	"client_email":   `"client_email\\?"\s{0,8}:\s{0,8}\\?"([\w.@-]{1,150})\\?"`,
	"project_id":     `"project_id\\?"\s{0,8}:\s{0,8}\\?"([\w.:-]{1,60})\\?"`,
	"private_key_id": `"private_key_id\\?"\s{0,8}:\s{0,8}\\?"([0-9a-f]{40})\\?"`,
}

// beside returns what a rule found beside a key or, where the key is one line, the
// member of that line.
func beside(in *Input, rule, member string) string {
	if s := in.Part(rule); s != "" {
		return text(s, maxText)
	}
	if m := expression(members[member]).FindStringSubmatch(in.Lines); m != nil {
		return m[1]
	}
	return ""
}
