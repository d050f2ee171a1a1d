package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// A value that only its name makes a secret. Nothing is in it that could be read; the
// name says for what it is, and what stands on the same lines perhaps by whom and where.
var _ = later(func() { register(Family{Name: "named-value", Last: true, Tell: tellValue}) })

// valueKinds are kinds by what the name has in it, without marks; the first counts.
var valueKinds = []struct{ word, kind string }{
	{"passphrase", "passphrase"}, {"storepass", "password of a key store"}, {"keypass", "password of a key"}, {"bindpw", "LDAP bind password"},
	{"rootpw", "root password"}, {"password", "password"}, {"passwd", "password"}, {"kennwort", "password"}, {"passwort", "password"}, {"contrase", "password"}, {"senha", "password"},
	{"pwd", "password"}, {"webhooksecret", "key that signs webhooks"}, {"webhook", "webhook"}, {"jwt", "key that signs JWTs"}, {"signingsecret", "signing key"}, {"signingkey", "signing key"},
	{"hmac", "HMAC key"}, {"cookie", "key that signs cookies"}, {"session", "key of sessions"}, {"secretkeybase", "key of sessions"}, {"encrypt", "encryption key"}, {"cipher", "encryption key"},
	{"aeskey", "encryption key"}, {"fernet", "encryption key"}, {"masterkey", "encryption key"}, {"pepper", "pepper of password hashes"}, {"salt", "salt"},
	{"clientsecret", "OAuth client secret"}, {"appsecret", "application secret"}, {"consumersecret", "OAuth client secret"}, {"refreshtoken", "refresh token"}, {"accesstoken", "access token"},
	{"authtoken", "access token"}, {"apitoken", "API key"}, {"apikey", "API key"}, {"apisecret", "API key"}, {"appkey", "API key"}, {"accesskey", "API key"}, {"secretkey", "secret key"},
	{"privatekey", "private key"}, {"licensekey", "licence key"}, {"psk", "preshared key"}, {"token", "token"}, {"credential", "credential"}, {"secret", "secret"}, {"pass", "password"}, {"key", "key"}, {"auth", "credential"},
}

// valuePurposes say what a name is about.
var valuePurposes = []struct{ word, purpose string }{
	{"postgres", "PostgreSQL"}, {"mysql", "MySQL"}, {"mariadb", "MariaDB"}, {"mongo", "MongoDB"}, {"redis", "Redis"}, {"rabbit", "RabbitMQ"}, {"amqp", "AMQP"}, {"kafka", "Kafka"},
	{"elastic", "Elasticsearch"}, {"oracle", "Oracle"}, {"mssql", "SQL Server"}, {"sqlserver", "SQL Server"}, {"database", "a database"}, {"db", "a database"}, {"jdbc", "a database"}, {"datasource", "a database"},
	{"smtp", "mail"}, {"mail", "mail"}, {"imap", "mail"}, {"ldap", "a directory"}, {"ftp", "FTP"}, {"ssh", "SSH"}, {"winrm", "WinRM"}, {"sudo", "sudo"}, {"becomepass", "sudo"}, {"wifi", "Wi-Fi"}, {"wpa", "Wi-Fi"},
	{"proxy", "a proxy"}, {"keystore", "a Java key store"}, {"truststore", "a Java trust store"}, {"admin", "an administrator"}, {"root", "root"}, {"vnc", "VNC"}, {"snmp", "SNMP"}, {"vpn", "a VPN"},
}

// genericRules say nothing of what they have found but that it is a password or a secret.
var genericRules = []string{
	"generic-password", "generic-secret", "command-password", "call-password", "chpasswd-password", "url-password", "connection-string-password",
	"netrc-password", "ldap-bind-password", "ldap-root-password", "cisco-clear-password",
}

func tellValue(in *Input, t *leak.Token) bool {
	name := nameIn(in)
	kind := kindOfName(name)
	generic := in.Is(genericRules...)
	switch {
	case !generic && !strings.HasPrefix(kind, "pass") && !strings.HasSuffix(kind, "password"):
		return false // the rule knows better what it has found than a name such as API_KEY
	case kind == "" && strings.HasSuffix(in.Rule, "password"):
		kind = "password"
	case kind == "":
		kind = "secret"
	}
	t.Kind = kind
	if !alike(name, in.Secret) {
		detail(t, "Name", line(name))
	}
	detail(t, "For", purposeOf(plain(name)))
	if user := userBeside(in, name); user != "" {
		t.Subject = user
	}
	if host := besideNamed(in, "host", "hostname", "server", "url", "endpoint"); host != "" {
		if host = word(hostOf(host)); strings.ContainsAny(host, ".:") || strings.EqualFold(host, "localhost") {
			at(t, host)
		}
	}
	return true
}

// alike reports whether a secret has much of its name in it: "apify_proxy_…".
func alike(name, secret string) bool {
	const much = 8
	name, secret = strings.ToLower(name), strings.ToLower(secret)
	for i := 0; i+much <= len(name); i++ {
		if strings.Contains(secret, name[i:i+much]) {
			return true
		}
	}
	return false
}

// kindOfName says in words what a name promises, "" for nothing.
func kindOfName(name string) string {
	name = plain(name)
	for _, k := range valueKinds {
		if strings.Contains(name, k.word) {
			return k.kind
		}
	}
	return ""
}

func purposeOf(name string) string {
	for _, p := range valuePurposes {
		if strings.Contains(name, p.word) {
			return p.purpose
		}
	}
	return ""
}

// userBeside returns the user that is named beside a password: "user", or the same
// name with "user" for "password".
func userBeside(in *Input, name string) string {
	return shownUser(besideNamed(in, "username", "user", "login", "userid", "uid", "email"))
}

// besideNamed returns the value of the first of some names that stands beside a secret:
// DB_USER of DB_PASSWORD, or "username" of "password". What is not the same group of
// names is taken for another's.
func besideNamed(in *Input, names ...string) string {
	group := groupOf(plain(nameIn(in)))
	text := in.Lines
	if in.Near != "" {
		text = around(in.Near, in.Secret, 400)
	}
	found := map[string]string{}
	for part := range strings.FieldsFuncSeq(text[:min(len(text), 2*maxLink)], func(r rune) bool { return strings.ContainsRune("\n,;{}()<", r) }) {
		name, value, ok := strings.Cut(part, "=")
		if colon, after, has := strings.Cut(part, ":"); has && (!ok || len(colon) < len(name)) {
			name, value, ok = colon, after, true
		}
		if !ok || strings.Contains(value, in.Secret) {
			continue
		}
		name = plain(strings.Trim(name[strings.LastIndexAny(strings.TrimRight(name, " \t\"'"), " \t")+1:], " \t\"'"))
		value = strings.Trim(value, " \t\"'>=\r")
		if value != "" && len(value) <= 200 && len(found) < 64 {
			if _, twice := found[name]; !twice {
				found[name] = value
			}
		}
	}
	for _, n := range names {
		if v := found[group+n]; v != "" && !strings.ContainsAny(v, " \t$`") {
			return v
		}
	}
	return ""
}

// groupOf is what the names of a group begin with: db of dbpassword.
func groupOf(name string) string {
	for _, end := range []string{"password", "passwd", "pass", "pwd", "secret", "token", "key"} {
		if rest, ok := strings.CutSuffix(name, end); ok {
			return rest
		}
	}
	return ""
}

// around returns the whole lines within so many bytes of the first place of a secret.
func around(text, secret string, size int) string {
	i := strings.Index(text, secret)
	if i < 0 {
		return ""
	}
	from, to := max(0, i-size), min(len(text), i+len(secret)+size)
	if from > 0 {
		from += max(0, strings.IndexByte(text[from:i], '\n'))
	}
	if to < len(text) {
		to = max(i+len(secret), strings.LastIndexByte(text[:to], '\n'))
	}
	return text[from:to]
}
