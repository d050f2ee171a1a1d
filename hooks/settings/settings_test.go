package settings_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/settings"
)

const whole = `
[verify]
hosts = {gitlab = "https://gitlab.example.com", vault = ["https://a.example", "https://b.example:8200"]}
private = ["b.example:8200"]
plain = ["localhost"]
databases = ["db.internal:5432"]
timeout = "5s"
rate = 2

[[verify.introspection]]
issuer = "https://idp.example"
rules = ["jwt"]
endpoint = "https://idp.example/introspect"
client_id = "scanner"
client_secret_env = "IDP_SECRET"

[revoke]
exec = ["vault-rotate", "--kind", "{{rule}}"]
env = ["VAULT_ADDR"]
hosts.gitlab = "https://gitlab.example.com"

[revoke.rules."stripe-secret-key"]
webhook = "https://rotate.example/stripe"
key_file = "/run/secrets/key"
include_secret = true
timeout = "1m30s"

[[revoke.oauth]]
issuer = "https://idp.example"
endpoint = "https://idp.example/revoke"

[notify]
min_severity = "high"
top = 5

[[notify.channels]]
kind = "slack"
url_env = "SLACK_URL"

[[notify.channels]]
name = "mail"
kind = "email"
smtp = "smtp.example:587"
user = "leaksieve"
password_command = ["pass", "smtp"]
from = "Leaks <leaks@example.org>"
to = ["security@example.org"]
min_severity = "critical"

[audit]
path = "/var/log/leaksieve/audit.jsonl"
`

func TestParse(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("its absolute paths are others")
	}
	s, err := settings.Parse("settings.toml", []byte(whole))
	require.NoError(t, err)
	assert.Equal(t, &settings.Settings{
		Verify: settings.Verify{
			Hosts:   settings.Hosts{"gitlab": {"https://gitlab.example.com"}, "vault": {"https://a.example", "https://b.example:8200"}},
			Private: []string{"b.example:8200"}, Plain: []string{"localhost"}, Databases: []string{"db.internal:5432"},
			Timeout: settings.Duration(5 * time.Second), Rate: 2,
			Introspection: []settings.OAuth{{
				Issuer: "https://idp.example", Rules: []string{"jwt"}, Endpoint: "https://idp.example/introspect",
				ClientID: "scanner", ClientSecret: settings.Source{Env: "IDP_SECRET"},
			}},
		},
		Revoke: settings.Revoke{
			Callback: settings.Callback{Exec: []string{"vault-rotate", "--kind", "{{rule}}"}, Env: []string{"VAULT_ADDR"}},
			Rules: map[string]settings.Callback{"stripe-secret-key": {
				Webhook: "https://rotate.example/stripe", Key: settings.Source{File: "/run/secrets/key"}, IncludeSecret: true, Timeout: settings.Duration(90 * time.Second),
			}},
			Hosts: settings.Hosts{"gitlab": {"https://gitlab.example.com"}},
			OAuth: []settings.OAuth{{Issuer: "https://idp.example", Endpoint: "https://idp.example/revoke"}},
		},
		Notify: settings.Notify{MinSeverity: "high", Top: 5, Channels: []settings.Channel{
			{Name: "slack", Kind: "slack", URLFrom: settings.Source{Env: "SLACK_URL"}},
			{
				Name: "mail", Kind: "email", SMTP: "smtp.example:587", User: "leaksieve", Password: settings.Source{Command: []string{"pass", "smtp"}},
				From: "Leaks <leaks@example.org>", To: []string{"security@example.org"}, MinSeverity: "critical",
			},
		}},
		Audit: settings.Audit{Path: "/var/log/leaksieve/audit.jsonl"},
	}, s)
	assert.Equal(t, "https://rotate.example/stripe", s.Revoke.For("stripe-secret-key").Webhook)
	assert.Equal(t, "vault-rotate", s.Revoke.For("other").Exec[0])
	assert.Nil(t, new(settings.Revoke).For("other"))
	assert.EqualValues(t, "critical", s.Notify.Severity(&s.Notify.Channels[1]))
	assert.EqualValues(t, "high", s.Notify.Severity(&s.Notify.Channels[0]))
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	channel := "\n[notify]\n[[notify.channels]]\nkind = 'slack'\nurl_env = 'A'\n[[notify.channels]]\nname = 'x'\n"
	for name, c := range map[string]struct {
		text, err, hint string
	}{
		"no TOML":                     {"[verify\n", "s.toml:1: not TOML: expected '.' or ']' to end table name, but got '\\n' instead", ""},
		"not UTF-8":                   {"a = '\xff'", "s.toml: not TOML: not UTF-8 text", "save it as UTF-8"},
		"unknown table":               {"\n\n[verfy]\n", `s.toml:3: unknown key "verfy"`, "there are verify, revoke, notify, audit"},
		"unknown key":                 {"[verify]\nrate = 1\nhots = {}\n", `s.toml:3: unknown key "verify.hots"`, "there are hosts, private, plain, databases, timeout, rate, introspection"},
		"unknown key in an array":     {channel + "kind='exec'\nexec=['x']\nurls = 1\n", `s.toml:10: unknown key "notify.channels.urls"`, ""},
		"unknown key in inline table": {"[notify]\nchannels = [{kind = 'slack', urll = ''}]\n", `s.toml:2: unknown key "notify.channels.urll"`, ""},
		"wrong case":                  {"[Verify]\n", `s.toml:1: unknown key "Verify"`, ""},
		"secret in clear":             {channel + "kind='email'\npassword = 'hunter2'\n", `s.toml:9: unknown key "notify.channels.password"`, "a secret never stands in the settings: use password_env, password_file or password_command"},
		"wrong type":                  {"[verify]\nprivate = 'a'\n", "s.toml:2: verify.private: want an array of strings", ""},
		"wrong type in a list":        {"[verify]\nprivate = ['a', 1]\n", "s.toml:2: verify.private: want a string", ""},
		"time":                        {"[verify]\ntimeout = 5\n", `s.toml:2: verify.timeout: want a time such as "10s"`, ""},
		"negative time":               {"[verify]\ntimeout = '-5s'\n", `s.toml:2: verify.timeout: want a time such as "10s"`, ""},
		"negative rate":               {"[verify]\nrate = -1\n", "s.toml:2: verify.rate: -1 is negative", ""},
		"whole number":                {"[notify]\ntop = 1.5\n", "s.toml:2: notify.top: want a whole number", ""},
		"table":                       {"verify = 1\n", "s.toml:1: verify: want a table", ""},
		"array of tables":             {"[verify]\nintrospection = {}\n", "s.toml:2: verify.introspection: want an array of tables", ""},
		"hosts":                       {"[verify.hosts]\ngitlab = 'gitlab.example'\n", `s.toml:2: verify.hosts.gitlab: want a URL such as "https://gitlab.example.com"`, ""},
		"user in a URL":               {"[verify.hosts]\ngitlab = 'https://a:b@gitlab.example'\n", "s.toml:2: verify.hosts.gitlab: the URL holds a user", ""},
		"host":                        {"[verify]\nprivate = ['https://a']\n", `s.toml:2: verify.private: want a host such as "vault.internal" or "10.0.0.7:8443"`, ""},
		"introspection of nothing":    {"[[verify.introspection]]\nendpoint = 'https://a'\n", "s.toml:1: verify.introspection: it is for no token", ""},
		"introspection nowhere":       {"[[verify.introspection]]\nissuer = 'a'\n", "s.toml:1: verify.introspection: endpoint is missing", ""},
		"exec and webhook":            {"[revoke]\nexec = ['a']\nwebhook = 'https://a'\n", "s.toml:1: revoke: one of exec, webhook and webhook_… is enough", ""},
		"webhook without a key":       {"[revoke.rules.a]\nwebhook = 'https://a'\n", "s.toml:1: revoke.rules.a: a webhook needs a key: key_env, key_file or key_command", ""},
		"two sources":                 {"[revoke]\nwebhook = 'https://a'\nkey_env = 'A'\nkey_file = 'b'\n", "s.toml:4: key is given twice: one of key_env, key_file, key_command is enough", ""},
		"relative program":            {"[revoke]\nexec = ['./rotate']\n", "s.toml:2: revoke.exec: want the name of a program that is in PATH, or its whole path", ""},
		"program from a placeholder":  {"[revoke]\nexec = ['{{path}}']\n", "s.toml:2: revoke.exec: want the name of a program that is in PATH, or its whole path", ""},
		"relative command":            {channel + "kind = 'email'\npassword_command = ['./pass']\n", "s.toml:9: notify.channels.password_command: want the name of a program that is in PATH, or its whole path", ""},
		"input":                       {"[revoke]\nexec = ['a']\ninput = 'argv'\n", `s.toml:3: revoke: input is "secret" or "json"`, ""},
		"severity":                    {"[notify]\nmin_severity = 'urgent'\n", `s.toml:2: notify.min_severity: "urgent" is no severity`, "low, medium, high or critical"},
		"kind":                        {channel + "kind = 'irc'\n", `s.toml:8: notify.channels: kind "irc" is none of webhook, slack, teams, discord, email, exec`, ""},
		"no URL":                      {channel + "kind = 'teams'\n", "s.toml:6: notify.channels: teams needs url_env, url_file or url_command: whoever has the URL can write there", ""},
		"URL in clear":                {channel + "kind = 'teams'\nurl = 'https://a'\n", "s.toml:6: notify.channels: teams needs url_env, url_file or url_command: whoever has the URL can write there", ""},
		"two names":                   {channel + "kind = 'slack'\nurl_env = 'B'\nname = 'slack'\n", "", ""},
		"twice":                       {"[[notify.channels]]\nkind = 'slack'\nurl_env = 'A'\n[[notify.channels]]\nkind = 'slack'\nurl_env = 'B'\n", `s.toml:4: two channels are called "slack"`, ""},
		"no port":                     {channel + "kind = 'email'\nsmtp = 'a'\nfrom = 'a@b'\nto = ['a@b']\n", `s.toml:6: notify.channels: email needs smtp = "HOST:PORT"`, ""},
		"user without a password":     {channel + "kind = 'email'\nsmtp = 'a:25'\nfrom = 'a@b'\nto = ['a@b']\nuser = 'a'\n", "s.toml:6: notify.channels: email needs user and a password, or neither", ""},
		"password without TLS":        {channel + "kind = 'email'\nsmtp = 'a:25'\nfrom = 'a@b'\nto = ['a@b']\nuser = 'a'\npassword_env = 'A'\ntls = 'none'\n", "s.toml:14: notify.channels: a password is not sent without TLS", ""},
		"no TLS to another host":      {channel + "kind = 'email'\nsmtp = 'smtp.example:25'\nfrom = 'a@b'\nto = ['a@b']\ntls = 'none'\n", "s.toml:12: notify.channels: without TLS mail goes to this machine alone, localhost or 127.0.0.1", ""},
		"address":                     {channel + "kind = 'email'\nsmtp = 'a:25'\nfrom = 'a@b'\nto = ['a@b\\r\\nBcc: c@d']\n", `s.toml:6: notify.channels: "a@b\\r\\nBcc: c@d" is no e-mail address`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := settings.Parse("s.toml", []byte(c.text))
			if name == "two names" { // a key twice is TOML's to refuse
				require.ErrorContains(t, err, "not TOML")
				return
			}
			require.EqualError(t, err, c.err)
			var e *settings.Error
			require.ErrorAs(t, err, &e)
			if c.hint != "" {
				assert.Equal(t, c.hint, e.Hint)
			}
		})
	}
}

func TestPathsBeginAtTheSettings(t *testing.T) {
	dir := t.TempDir()
	home, err := os.UserHomeDir()
	require.NoError(t, err)
	abs := filepath.Join(dir, "elsewhere")
	s, err := settings.Parse(filepath.Join(dir, "s.toml"), fmt.Appendf(nil, "[audit]\npath = 'log/a'\n[notify]\nstate = '~/told'\n[revoke]\nwebhook_file = %q\nkey_file = 'k'\n", abs))
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(dir, "log", "a"), s.Audit.Path)
	assert.Equal(t, filepath.Join(home, "told"), s.Notify.State)
	assert.Equal(t, abs, s.Revoke.WebhookFrom.File)
	assert.Equal(t, filepath.Join(dir, "k"), s.Revoke.Key.File)
}

func TestLocate(t *testing.T) {
	abs, err := filepath.Abs("x")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		flag, goos string
		env        map[string]string
		path       string
		named      bool
	}{
		"flag":             {flag: "a.toml", env: map[string]string{"LEAKSIEVE_SETTINGS": "b"}, path: "a.toml", named: true},
		"variable":         {env: map[string]string{"LEAKSIEVE_SETTINGS": "b", "HOME": "h"}, path: "b", named: true},
		"XDG":              {env: map[string]string{"XDG_CONFIG_HOME": abs, "HOME": "h"}, path: filepath.Join(abs, "leaksieve", "settings.toml")},
		"relative XDG":     {env: map[string]string{"XDG_CONFIG_HOME": "x", "HOME": "h"}, path: filepath.Join("h", ".config", "leaksieve", "settings.toml")},
		"macOS":            {goos: "darwin", env: map[string]string{"HOME": "h"}, path: filepath.Join("h", "Library", "Application Support", "leaksieve", "settings.toml")},
		"Windows":          {goos: "windows", env: map[string]string{"APPDATA": "h"}, path: filepath.Join("h", "leaksieve", "settings.toml")},
		"nothing":          {},
		"nothing, macOS":   {goos: "darwin"},
		"Windows, nowhere": {goos: "windows"},
	} {
		t.Run(name, func(t *testing.T) {
			path, named := settings.Locate(c.flag, c.env, c.goos)
			assert.Equal(t, c.path, path)
			assert.Equal(t, c.named, named)
		})
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	repo := filepath.Join(dir, "repo")
	require.NoError(t, os.MkdirAll(filepath.Join(repo, "config"), 0o755))
	write := func(path string, mode os.FileMode) string {
		path = filepath.Join(dir, path)
		require.NoError(t, os.WriteFile(path, []byte("[audit]\npath = 'a'\n"), 0o600))
		require.NoError(t, os.Chmod(path, mode))
		return path
	}
	own, inside := write("settings.toml", 0o644), write("repo/config/settings.toml", 0o644)

	t.Run("there", func(t *testing.T) {
		s, err := settings.Load(own, false, repo)
		require.NoError(t, err)
		assert.Equal(t, filepath.Join(dir, "a"), s.Audit.Path)
	})
	t.Run("none", func(t *testing.T) {
		s, err := settings.Load("", false)
		require.NoError(t, err)
		assert.Equal(t, &settings.Settings{}, s)
		_, err = settings.Load(filepath.Join(dir, "none"), false)
		require.NoError(t, err)
		_, err = settings.Load(filepath.Join(dir, "none"), true)
		require.ErrorIs(t, err, os.ErrNotExist)
	})
	t.Run("inside what is scanned", func(t *testing.T) {
		_, err := settings.Load(inside, false, own, repo)
		require.ErrorContains(t, err, "the settings stand inside what is scanned")
		_, err = settings.Load(inside, true, repo)
		require.NoError(t, err, "the user named it")
	})
	if runtime.GOOS == "windows" {
		return
	}
	t.Run("a link to what is scanned, and to the folder", func(t *testing.T) {
		link := filepath.Join(dir, "link.toml")
		require.NoError(t, os.Symlink(inside, link))
		_, err := settings.Load(link, false, repo)
		require.ErrorContains(t, err, "inside what is scanned")
		other := filepath.Join(dir, "other")
		require.NoError(t, os.Symlink(repo, other))
		_, err = settings.Load(inside, false, other)
		require.ErrorContains(t, err, "inside what is scanned")
	})
	t.Run("everybody can replace it", func(t *testing.T) {
		open := filepath.Join(dir, "open")
		require.NoError(t, os.Mkdir(open, 0o700))
		path := write("open/settings.toml", 0o600)
		require.NoError(t, os.Chmod(open, 0o777))
		_, err := settings.Load(path, true)
		require.ErrorContains(t, err, "everybody can replace them")
		require.NoError(t, os.Chmod(open, 0o777|os.ModeSticky))
		_, err = settings.Load(path, true)
		require.NoError(t, err)
	})
	t.Run("others can write", func(t *testing.T) {
		for _, mode := range []os.FileMode{0o620, 0o602, 0o666} {
			_, err := settings.Load(write("open.toml", mode), true)
			require.ErrorContains(t, err, "can be written by others")
		}
	})
}

func TestSource(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "secret")
	require.NoError(t, os.WriteFile(file, []byte("from a file\r\n"), 0o600))
	open := filepath.Join(dir, "open")
	require.NoError(t, os.WriteFile(open, []byte("x"), 0o644))
	env := map[string]string{"A": "from env", "EMPTY": "", "PATH": os.Getenv("PATH")}
	for name, c := range map[string]struct {
		source    settings.Source
		want, err string
		unix      bool
	}{
		"none":                {},
		"variable":            {source: settings.Source{Env: "A"}, want: "from env"},
		"empty variable":      {source: settings.Source{Env: "EMPTY"}, err: "the variable EMPTY is empty"},
		"file":                {source: settings.Source{File: file}, want: "from a file"},
		"no file":             {source: settings.Source{File: filepath.Join(dir, "no")}, err: "no such file", unix: true},
		"file of everybody":   {source: settings.Source{File: open}, err: "can be read by everybody (mode 0644)", unix: true},
		"command":             {source: settings.Source{Command: []string{"printf", "%s\n", "from $A"}}, want: "from $A", unix: true},
		"command that fails":  {source: settings.Source{Command: []string{"sh", "-c", "echo s3cret; echo s3cret >&2; exit 3"}}, err: "running sh: exit status 3", unix: true},
		"command without any": {source: settings.Source{Command: []string{"true"}}, err: "the output of true is empty", unix: true},
	} {
		t.Run(name, func(t *testing.T) {
			if c.unix && runtime.GOOS == "windows" {
				t.Skip("it is about Unix")
			}
			s, err := c.source.Read(t.Context(), env)
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				assert.NotContains(t, err.Error(), "s3cret")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.want, s.Reveal())
		})
	}
}

// Whatever a file holds, reading it ends with settings or an error that says where.
func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("[revoke]\nrules = {a = {exec = ['x']}}\n[[notify.channels]]\n[notify.channels.x]\n"))
	f.Add([]byte("'a.b'.\"c\" = 1\n[[a]]\n[[a.b]]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := settings.Parse("s.toml", data)
		if err != nil {
			assert.Nil(t, s)
			var e *settings.Error
			require.ErrorAs(t, err, &e)
			assert.NotContains(t, e.Error(), "\n")
		}
	})
}
