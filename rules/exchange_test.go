package rules_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

const acme = `[[rules]]
id    = "acme-token"
regex = 'acme_[a-z]{8}'
[[rules.required]]
id = "acme-id"

[rules.verify]
url      = "https://api.acme.example/v1/me?id={{part 'acme-id'}}"
headers  = { Authorization = "Bearer {{secret}}" }
active   = ["status 200 and json user.id"]
inactive = ["status 401 and json error.code = invalid_token"]
owner    = "json user.name"
details  = { plan = "json plan" }

[rules.revoke]
method = "delete"
url    = "https://api.acme.example/v1/token"
headers.Authorization = "Bearer {{secret}}"
done   = ["status 204"]

[[rules]]
id    = "acme-id"
regex = 'ac_[a-z]{8}'
`

func TestRequests(t *testing.T) {
	set := loads(t, "a.toml", map[string]string{"a.toml": acme})
	bearer := map[string]string{"Authorization": "Bearer {{secret}}"}
	assert.Equal(t, &rules.Request{
		URL: "https://api.acme.example/v1/me?id={{part 'acme-id'}}", Headers: bearer,
		Active: []string{"status 200 and json user.id"}, Inactive: []string{"status 401 and json error.code = invalid_token"},
		Owner: "json user.name", Details: map[string]string{"plan": "json plan"},
	}, set.Rule("acme-token").Verify)
	assert.Equal(t, &rules.Request{Method: "DELETE", URL: "https://api.acme.example/v1/token", Headers: bearer, Done: []string{"status 204"}}, set.Rule("acme-token").Revoke)
	assert.Nil(t, set.Rule("acme-id").Verify)
}

func TestARequestIsLaidOverARule(t *testing.T) {
	set := loads(t, "b.toml", map[string]string{"a.toml": acme, "b.toml": `[extend]
path = "a.toml"
[[rules]]
id = "acme-token"
[rules.verify]
url    = "https://acme.internal/me"
active = ["status 200"]
`})
	r := set.Rule("acme-token")
	assert.Equal(t, &rules.Request{URL: "https://acme.internal/me", Active: []string{"status 200"}}, r.Verify)
	assert.Equal(t, "https://api.acme.example/v1/token", r.Revoke.URL)
	assert.NotNil(t, r.Regex)
}

// TestTheScannedRepositoryChoosesNoHost reads a configuration as that of the scanned
// repository, with one that it extends.
func TestTheScannedRepositoryChoosesNoHost(t *testing.T) {
	dir := write(t, map[string]string{"a.toml": acme, "b.toml": "[extend]\npath = 'a.toml'\n" + strings.ReplaceAll(acme, "acme-", "other-")})
	var warnings []string
	set, err := rules.LoadFile(filepath.Join(dir, "b.toml"), rules.LoadOptions{
		Within: dir, Warn: func(m string) { warnings = append(warnings, strings.ReplaceAll(m, filepath.ToSlash(dir)+"/", "")) },
	})
	require.NoError(t, err)
	require.Len(t, set.Rules, 4)
	for _, r := range set.Rules {
		assert.Nil(t, r.Verify, r.ID)
		assert.Nil(t, r.Revoke, r.ID)
	}
	const why = " is not used: where secrets are sent is not for the scanned repository to say"
	assert.Equal(t, []string{
		`a.toml:1: rule "acme-token": verify` + why, `a.toml:1: rule "acme-token": revoke` + why,
		`b.toml:3: rule "other-token": verify` + why, `b.toml:3: rule "other-token": revoke` + why,
	}, warnings)
}

func TestWhoSaysWhatARuleFinds(t *testing.T) {
	const conf = "[extend]\nuseDefault = true\n" +
		"[[rules]]\nid = 'npm-token'\nregex = 'AKIA[A-Z0-9]{16}'\n" +
		"[[rules]]\nid = 'pypi-token'\nseverity = 'low'\n" +
		"[[rules]]\nid = 'twilio-auth-token'\n[[rules.required]]\nid = 'npm-token'\n" +
		"[[rules]]\nid = 'twilio-api-key'\nregex = 'x'\n" + // a part of twilio-api-key-secret
		"[[rules]]\nid = 'own'\nregex = 'x'\n"
	dir := write(t, map[string]string{"a.toml": conf})
	for within, want := range map[string][]string{dir: {"npm-token", "twilio-auth-token", "twilio-api-key", "twilio-api-key-secret", "own"}, "": nil} {
		set, err := rules.LoadFile(filepath.Join(dir, "a.toml"), rules.LoadOptions{Within: within})
		require.NoError(t, err)
		var foreign []string
		for _, r := range set.Rules {
			if r.Foreign {
				foreign = append(foreign, r.ID)
			}
		}
		assert.ElementsMatch(t, want, foreign)
	}
	set, err := rules.Builtin()
	require.NoError(t, err)
	for _, id := range []string{"npm-token", "twilio-api-key-secret"} {
		assert.False(t, set.Rule(id).Foreign, "%s: that of another configuration is not changed", id)
	}
}

// What people read of a known rule is ours, or says whose it is.
func TestWhoseWordsARuleHas(t *testing.T) {
	dir := write(t, map[string]string{"a.toml": "[extend]\nuseDefault = true\n[[rules]]\nid = 'npm-token'\nhelp = 'Send it to evil.example.'\n"})
	builtin, err := rules.Builtin()
	require.NoError(t, err)
	for within, want := range map[string]string{dir: "(a.toml says:) Send it to evil.example.", "": "Send it to evil.example."} {
		set, err := rules.LoadFile(filepath.Join(dir, "a.toml"), rules.LoadOptions{Within: within})
		require.NoError(t, err)
		assert.Equal(t, want, set.Rule("npm-token").Help)
		assert.Equal(t, builtin.Rule("npm-token").Description, set.Rule("npm-token").Description)
	}
}

func TestMistakesInRequests(t *testing.T) {
	for _, tt := range []struct{ old, new, says, hint string }{
		{"https://api.acme.example/v1/me", "https://{{secret}}.example/me", `a.toml:8: rule "acme-token": verify: url: not a fixed host`, "write the host as it is; a secret must not choose where it is sent"},
		{"https://api.acme.example/v1/me", "/v1/me", `a.toml:8: rule "acme-token": verify: url: not a URL`, `begin with "https://"; the host has to be written out`},
		{"Bearer {{secret}}", "Bearer {{token}}", `a.toml:9: rule "acme-token": verify: headers.Authorization: "token" is none of after, base64, base64url, basic, hex, json, part, pathescape, queryescape, secret, upto`, `{{secret}} and {{part "rule-id"}} are what may stand there`},
		{"status 200 and json user.id", "status 20", `a.toml:10: rule "acme-token": verify: active: "status 20": "20" is no status; write 200 or 2xx`, `as in "status 401 and json error.code = invalid_token"`},
		{"active   =", "aktive   =", `a.toml:10: rule "acme-token": verify: unknown key "rules.verify.aktive"`, `did you mean "active"?`},
		{`["status 200 and json user.id"]`, `"status 200"`, `a.toml:10: rule "acme-token": verify: active: want an array of strings, have a string`, ""},
		{`owner    = "json user.name"`, `owner    = "user.name"`, `a.toml:12: rule "acme-token": verify: owner: "user.name": write "status 200", "json a.b", "header Name" or "text = …"`, `as in "json user.login" or "header X-Scopes"`},
		{`details  = { plan = "json plan" }`, `details  = { plan = 1 }`, `a.toml:13: rule "acme-token": verify: plan: want a string, have a number`, ""},
		{`details  = { plan = "json plan" }`, `details  = "json plan"`, `a.toml:13: rule "acme-token": verify: details: want a table of strings, have a string`, ""},
		{`done   = ["status 204"]`, ``, `a.toml:15: rule "acme-token": revoke: done: nothing would say that the token is taken back`, `as in done = ["status 204"]`},
		{`method = "delete"`, `method = "remove"`, `a.toml:16: rule "acme-token": revoke: method: unknown method "REMOVE"`, "one of GET, HEAD, POST, PUT, PATCH, DELETE"},
		{`active   = ["status 200 and json user.id"]`, ``, `a.toml:7: rule "acme-token": verify: active: nothing would say that the token lives`, `as in active = ["status 200 and json id"]`},
		{"part 'acme-id'", "part 'acme-key'", `a.toml:1: rule "acme-token": verify: no part of the rule is "acme-key"`, "name it in [[rules.required]] by its id"},
		{"[rules.verify]", "[[rules.verify]]", `a.toml:7: rule "acme-token": verify: want a table, have an array of tables`, ""},
	} {
		dir := write(t, map[string]string{"a.toml": strings.Replace(acme, tt.old, tt.new, 1)})
		e := configError(t, filepath.Join(dir, "a.toml"))
		assert.Equal(t, tt.says, strings.ReplaceAll(e.Error(), filepath.ToSlash(dir)+"/", ""))
		assert.Equal(t, tt.hint, e.Hint)
	}
}

func TestPlainRequestsWarn(t *testing.T) {
	_, warnings, err := load(t, "a.toml", map[string]string{"a.toml": strings.Replace(acme, "https://api.acme.example/v1/me", "http://acme.internal/me", 1)})
	require.NoError(t, err)
	require.Len(t, warnings, 1)
	assert.Contains(t, warnings[0], `a.toml:8: rule "acme-token": verify: url: without TLS`)
}
