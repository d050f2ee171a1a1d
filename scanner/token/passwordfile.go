package token

import (
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Passwords in files and commands of programs that have a place of their own for host
// and user. Each is a family; what it tells stands before the password, and is taken
// from groups of an expression: host, port, user, base (a database), realm. A family
// knows its own by the word and the expression, whichever rule found the password.
type passwordPlace struct {
	family string
	kind   string
	word   string // stands before the password; in lower case
	expr   string // matches what stands before it, up to it
	after  string // matches what stands behind it, for the host; "" if nothing is wanted from there
	login  bool
	plain  bool
}

var passwordPlaces = []passwordPlace{
	{family: "netrc", kind: "password in .netrc", word: "machine", // GNU Inetutils, "The .netrc file"
		expr: `(?:\b|\\n)machine(?:\s|\\n)+(?P<host>[\w.:$-]+)(?:\s|\\n)+(?:login|user)(?:\s|\\n)+(?P<user>[^\s\\]+)(?:\s|\\n)+password(?:\s|\\n)+["']?$`},
	{family: "pgpass", kind: "PostgreSQL password", word: ":", login: true, // PostgreSQL 34.16
		expr: `(?:^|\n)\s*(?P<host>[\w.*-]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{2,5}|\*):(?P<base>[\w.*-]+):(?P<user>[\w.*@-]+):$`},
	{family: "postfix", kind: "SMTP password", word: "[", // postfix.org, SASL_README
		expr: `(?:^|\n)\[(?P<host>[\w.-]+)\](?::(?P<port>\w+))?\s+(?P<user>[^\s:]+):$`},
	{family: "maven", kind: "password of a Maven server", word: "<server>", // maven.apache.org/settings.html, "Servers"
		expr: `<server>\s*(?:<!--[^\n]*-->\s*)?(?:<id>(?P<realm>[^<]*)</id>\s*|<username>(?P<user>[^<]*)</username>\s*|<privateKey>[^<]*</privateKey>\s*)+<(?:password|passphrase)>$`},
	{family: "composer", kind: "password of a Composer repository", word: "http-basic", // getcomposer.org, "HTTP basic"
		expr: `http-basic\\?"\s*:\s*\{\s*\\?"(?P<host>[\w.:-]+)\\?"\s*:\s*\{\s*\\?"username\\?"\s*:\s*\\?"(?P<user>[^"\\]*)\\?"\s*,\s*\\?"password\\?"\s*:\s*\\?"$`},
	{family: "composer-token", kind: "token of a Composer repository", word: "\"", // getcomposer.org, "Authentication for privately hosted packages"
		expr: `\\?"(?:github-oauth|gitlab-token|gitlab-oauth|forgejo-token|bearer)\\?"\s*:\s*\{\s*\\?"(?P<host>[\w.:-]+)\\?"\s*:\s*(?:\{\s*(?:\\?"username\\?"\s*:\s*\\?"(?P<user>[^"\\]*)\\?"\s*,\s*)?\\?"token\\?"\s*:\s*)?\\?"$`},
	{family: "yarnrc", kind: "credential of an npm registry", word: "npm", // yarnpkg.com, "npmAuthToken"
		expr: `(?:npmAuthToken|npmAuthIdent|YARN_NPM_AUTH_TOKEN|YARN_NPM_AUTH_IDENT)["']?\s*[:=]\s*["']?(?:(?P<user>[^\s:"']+):)?$`},
	{family: "sbt", kind: "password of an sbt resolver", word: "credentials(", // scala-sbt.org, "Publishing"
		expr: `Credentials\(\s*"(?P<realm>[^"\n]+)",\s*"(?P<host>[\w.:-]+)",\s*"(?P<user>[^"\n]+)",\s*"$`},
	{family: "ivy", kind: "password of an Ivy resolver", word: "realm",
		expr: `realm\s*=\s*(?P<realm>[^\n]+)\nhost\s*=\s*(?P<host>[^\n]+)\nuser\s*=\s*(?P<user>[^\n]+)\npassword\s*=\s*$`},
	{family: "filezilla", kind: "FTP password of FileZilla", word: "<pass",
		expr: `(?:<Host>(?P<host>[^<]+)</Host>(?:\s*<Port>(?P<port>\d+)</Port>)?[\s\S]*?)?<User>(?P<user>[^<]+)</User>\s*<Pass(?: encoding="base64")?>$`},
	{family: "winscp", kind: "password of a session of WinSCP (obfuscated)", word: "username=",
		expr: `(?:HostName=(?P<host>[^\s]+)\s+[\s\S]*?)?UserName=(?P<user>[^\n\r]+)[\s\S]*?Password=$`},
	{family: "pypirc", kind: "password of a Python package index", word: "username", // packaging.python.org, ".pypirc"
		expr: `(?:repository\s*[:=]\s*https?://(?P<host>[^\s/]+)\S*\s+)?username\s*[:=]\s*(?P<user>\S+)\s+password\s*[:=]\s*$`},
	{family: "bundler", kind: "credential of a gem source", word: "bundle_", // bundler.io, "bundle config"
		expr: `BUNDLE_(?P<host>[A-Z0-9_]+__[A-Z]+)["']?\s*[:=]\s*["']?(?:(?P<user>[^\s:"']+):)?$`},
	{family: "npmrc", kind: "credential of an npm registry", word: "//", // docs.npmjs.com, ".npmrc"
		expr: `(?:^|[\s"'])//(?P<host>[\w.-]+(?::\d+)?)(?P<realm>/[^\s:]*?)?/?:_(?:authToken|password|auth)\s*=\s*["']?$`},
	{family: "mysql-option-file", kind: "MySQL password", word: "[", login: true, // MySQL 8.4, 6.2.2.2
		expr: `\[(?:client[\w-]*|mysql\w*)\]\s*(?:[\s\S]*?\buser\s*=\s*["']?(?P<user>[^\s"']+))?[\s\S]*?password\s*=\s*["']?$`},
	{family: "ldap-bind", kind: "LDAP bind password", word: "bind", login: true, // nslcd.conf(5)
		expr: `(?:\buri\s+ldaps?://(?P<host>[^\s/]+)[\s\S]*?)?(?:binddn\s+(?P<user>[^\n]+?)\s*\n[\s\S]*?)?bindpw\s+["']?$`},
	{family: "wpa", kind: "Wi-Fi password", word: "ssid", // wpa_supplicant.conf(5)
		expr: `\bssid\s*=\s*"?(?P<realm>[^"\n]+)"?[\s\S]*?(?:psk|passphrase|sae_password)=$`},
	{family: "curl", kind: "password in a curl command", word: "curl", // curl(1)
		expr:  `\bcurl\b(?:[^\n]*?https?://(?P<host>[\w.-]+(?::\d+)?))?[^\n]*?(?:-u\s*|--(?:proxy-)?user[\s=]+)["']?(?P<user>[^\s:"']+):$`,
		after: `^["']?\s[^\n|;&]*?https?://(?P<host>[\w.-]+(?::\d+)?)`},
	{family: "mysql-command", kind: "MySQL password", word: "mysql", login: true, // MySQL 8.4, 6.2.3
		expr: `\b(?:mysql\w*|mariadb\S*)\b(?:[^\n]*?(?:-h\s*|--host[\s=])(?P<host>[\w.:-]+))?[^\n]*?(?:-u\s*|--user[\s=])["']?(?P<user>[\w.@-]+)[^\n]*?(?:-p|--password=)["']?$`},
	{family: "redis-command", kind: "Redis password", word: "redis-cli", plain: true,
		expr: `redis-cli\b(?:[^\n]*?-h\s+(?P<host>[\w.:-]+))?[^\n]*?(?:-a|--pass)\s+["']?$`},
	{family: "docker-login", kind: "registry password", word: "login", // docs.docker.com, "docker login"
		expr:  `\b(?:docker|podman|helm registry|oras|crane)\s+login\b(?:[^\n]*?(?:-u|--username)[\s=]+["']?(?P<user>[^\s"']+))?[^\n]*?(?:-p|--password)[\s=]+["']?$`,
		after: `^["']?\s+(?:(?:-u|--username)[\s=]+\S+\s+)?(?P<host>[\w-]+(?:\.[\w-]+)+(?::\d+)?)`},
	{family: "chpasswd", kind: "password of a user of the system", word: "echo", login: true,
		expr: `echo\s+(?:-\w+\s+)?["']?(?P<user>[a-z_][\w.-]*):$`},
	{family: "net-use", kind: "Windows password", word: "net ", login: true,
		expr: `(?i)\bnet\s+use\b[^\n]*?(?:\\\\(?P<host>[\w.-]+)\S*)?[^\n]*?/user:(?P<user>\S+)\s+["']?$`},
	{family: "database-call", kind: "database password", word: "(", login: true,
		expr: `(?i)(?:mysqli?_connect|new mysqli|pg_connect)\(\s*["'](?P<host>[^"'\n]+)["']\s*,\s*["'](?P<user>[^"'\n]+)["']\s*,\s*["']$`},
	{family: "pdo", kind: "database password", word: "(", login: true, // php.net, "PDO::__construct"
		expr: `(?i)(?:new PDO|getConnection|DBI->connect)\(\s*["'](?:[^"'\n]*?(?:host=|//)(?P<host>[^;"'/?\n]+))?[^"'\n]*["']\s*,\s*["'](?P<user>[^"'\n]+)["']\s*,\s*["']$`},
	{family: "wifi-call", kind: "Wi-Fi password", word: "wifi.begin",
		expr: `(?i)WiFi\.begin\(\s*["'](?P<realm>[^"'\n]+)["']\s*,\s*["']$`},
	{family: "cisco", kind: "password of a Cisco device", word: "username ", login: true,
		expr: `(?:^|\n)\s*username (?P<user>\S+)(?: privilege \d+)? (?:password|secret) (?:[07] )?$`},
	{family: "windows-credential", kind: "Windows password", word: "(", login: true,
		expr: `(?:NetworkCredential|UsernamePasswordCredentials)\(\s*["'](?P<user>[^"'\n]+)["']\s*,\s*["']$`},
}

var _ = later(registerPasswordPlaces)

func registerPasswordPlaces() {
	for i := range passwordPlaces {
		p := &passwordPlaces[i]
		register(Family{Name: p.family, Last: true, Tell: p.tell})
	}
}

func (p *passwordPlace) tell(in *Input, t *leak.Token) bool {
	for _, text := range []string{in.Lines, in.Match, in.Near} {
		before, after, ok := strings.Cut(text, in.Secret)
		if !ok || in.Secret == "" {
			continue
		}
		before = before[max(0, len(before)-maxLink):]
		if !strings.Contains(strings.ToLower(before), p.word) {
			continue
		}
		expr := expression(p.expr)
		m := expr.FindStringSubmatch(before)
		if m == nil {
			continue
		}
		found := p.place(m, expr.SubexpNames())
		if p.after != "" && found.host == "" {
			if m := expression(p.after).FindStringSubmatch(after[:min(len(after), maxLink)]); m != nil {
				found.host = m[1]
			}
		}
		found.tell(t)
		return true
	}
	return false
}

// place makes one of the groups of an expression.
func (p *passwordPlace) place(m, names []string) *place {
	group := func(name string) string {
		if i := slices.Index(names, name); i >= 0 {
			return strings.TrimSpace(m[i])
		}
		return ""
	}
	at := &place{
		kind: p.kind, login: p.login, plain: p.plain,
		host: group("host"), user: group("user"), database: group("base"), realm: group("realm"),
	}
	if p.family == "bundler" { // BUNDLE_GEMS__ACME__IO
		at.host = strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(at.host, "___", "-"), "__", "."))
	}
	if port := group("port"); port != "" && port != "*" && at.host != "" {
		at.host += ":" + port
	}
	if at.user == "*" {
		at.user = ""
	}
	return at
}
