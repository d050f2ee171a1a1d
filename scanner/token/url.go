package token

import (
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Passwords in URLs (RFC 3986, section 3.2.1: "user:password@host"), as connection
// strings of databases, remotes of git, proxies and package indexes have them.
var _ = later(func() { register(Family{Name: "url", Last: true, Tell: tellURL}) })

// protocol is what a scheme is for.
type protocol struct {
	kind  string
	plain bool // without TLS, unless the URL asks for it
	login bool // its users are those of a system
}

// protocols by scheme: PostgreSQL 34.1.1.2, MySQL "Connecting using URI-like strings",
// MongoDB "Connection strings", Redis "redis-cli -u", AMQP URI specification,
// RFC 4516 (LDAP), RFC 1738 (FTP), Microsoft's and Oracle's JDBC guides.
var protocols = map[string]protocol{
	"postgres": {kind: "PostgreSQL password", login: true}, "postgresql": {kind: "PostgreSQL password", login: true}, "pg": {kind: "PostgreSQL password", login: true},
	"ecto": {kind: "database password", login: true}, "cockroachdb": {kind: "CockroachDB password", login: true}, "redshift": {kind: "Amazon Redshift password", login: true},
	"mysql": {kind: "MySQL password", login: true}, "mysql2": {kind: "MySQL password", login: true}, "mysqlx": {kind: "MySQL password", login: true}, "mariadb": {kind: "MariaDB password", login: true},
	"mongodb": {kind: "MongoDB password", login: true}, "redis": {kind: "Redis password", plain: true}, "rediss": {kind: "Redis password"}, "valkey": {kind: "Valkey password", plain: true},
	"amqp": {kind: "AMQP password", plain: true, login: true}, "amqps": {kind: "AMQP password", login: true},
	"mqtt": {kind: "MQTT password", plain: true}, "mqtts": {kind: "MQTT password"}, "nats": {kind: "NATS password"}, "kafka": {kind: "Kafka password"}, "stomp": {kind: "STOMP password", plain: true},
	"mssql": {kind: "SQL Server password", login: true}, "sqlserver": {kind: "SQL Server password", login: true}, "oracle": {kind: "Oracle password", login: true},
	"clickhouse": {kind: "ClickHouse password"}, "cassandra": {kind: "Cassandra password"}, "neo4j": {kind: "Neo4j password", login: true}, "bolt": {kind: "Neo4j password", login: true},
	"snowflake": {kind: "Snowflake password"}, "db2": {kind: "Db2 password"}, "influxdb": {kind: "InfluxDB password"}, "couchdb": {kind: "CouchDB password"}, "elasticsearch": {kind: "Elasticsearch password", login: true},
	"smtp": {kind: "SMTP password", plain: true}, "smtps": {kind: "SMTP password"}, "imap": {kind: "IMAP password", plain: true}, "imaps": {kind: "IMAP password"}, "pop3": {kind: "POP3 password", plain: true},
	"ldap": {kind: "LDAP password", plain: true, login: true}, "ldaps": {kind: "LDAP password", login: true},
	"ftp": {kind: "FTP password", plain: true, login: true}, "ftps": {kind: "FTP password", login: true}, "sftp": {kind: "SFTP password", login: true}, "ssh": {kind: "SSH password", login: true}, "scp": {kind: "SSH password", login: true},
	"telnet": {kind: "Telnet password", plain: true, login: true}, "vnc": {kind: "VNC password", plain: true}, "rtsp": {kind: "camera password (RTSP)", plain: true, login: true},
	"smb": {kind: "Windows share password", login: true}, "cifs": {kind: "Windows share password", login: true}, "rsync": {kind: "rsync password", plain: true, login: true},
	"http": {kind: "HTTP password", plain: true}, "https": {kind: "HTTP password"}, "ws": {kind: "HTTP password", plain: true}, "wss": {kind: "HTTP password"},
	"socks4": {kind: "proxy password", plain: true}, "socks5": {kind: "proxy password", plain: true}, "socks5h": {kind: "proxy password", plain: true},
	"git": {kind: "password of a git remote", plain: true}, "svn": {kind: "Subversion password", plain: true}, "s3": {kind: "S3 secret key"},
}

// link is a URL with a secret in it, in parts.
type link struct {
	scheme string // the first of "postgresql+psycopg2", the last of "jdbc:mysql"
	driver string // what else the scheme says
	user   string
	host   string
	path   string // from "/" on, without query and fragment
	query  string
	before string // what stands before it on its line
}

// Bounds of what is looked at for a URL: bytes on either side of a secret, and how
// often it may stand on its lines.
const (
	maxLink   = 2048
	maxPlaces = 20
)

// linkOf finds the URL that has the secret as its password or only user.
func linkOf(in *Input) (l link, ok bool) {
	for _, text := range []string{in.Lines, in.Match} {
		from := 0
		for range maxPlaces {
			i := strings.Index(text[from:], in.Secret)
			if i < 0 || in.Secret == "" {
				break
			}
			i += from
			if l, ok := linkAround(text[:i], text[i+len(in.Secret):]); ok {
				return l, true
			}
			from = i + len(in.Secret)
		}
	}
	if start := strings.Index(in.Secret, "://"); start > 0 && start < 40 { // the URL as a whole is the secret
		rest := in.Secret[start+3:]
		authority := rest[:endOf(rest, "/?#")]
		if at := strings.LastIndexByte(authority, '@'); at >= 0 {
			user, _, _ := strings.Cut(authority[:at], ":")
			return linkAround(in.Secret[:start+3]+user+":", rest[at:])
		}
	}
	return l, false
}

// linkAround reads the URL whose password is between before and after.
func linkAround(before, after string) (l link, ok bool) {
	before, after = before[max(0, len(before)-maxLink):], after[:min(len(after), maxLink)]
	marks := strings.LastIndex(before, "://")
	if marks < 1 || !strings.HasPrefix(strings.TrimPrefix(after, ":x-oauth-basic"), "@") && !strings.HasPrefix(after, ":@") {
		return l, false
	}
	l.user = before[marks+3:]
	if strings.ContainsAny(l.user, " \t\n\"'<>`/") {
		return l, false
	}
	l.user, _, _ = strings.Cut(l.user, ":")
	start := marks
	for start > 0 && (nameByte(before[start-1]) && before[start-1] != '_' || before[start-1] == '+' || before[start-1] == ':') {
		start--
	}
	l.before = before[:start]
	l.setScheme(strings.ToLower(before[start:marks]))
	rest := after[strings.IndexByte(after, '@')+1:]
	rest = rest[:endOf(rest, " \t\r\n\"'<>`\\")]
	l.host = rest[:endOf(rest, "/?#;)")]
	rest = rest[len(l.host):]
	l.path = rest[:endOf(rest, "?#;)")]
	if q := rest[len(l.path):]; q != "" && (q[0] == '?' || q[0] == ';') {
		l.query = q[1:endOf(q, "#")]
	}
	return l, l.scheme != "" && l.host != ""
}

// endOf returns where the first of these bytes is, the length of s without any.
func endOf(s, bytes string) int {
	if i := strings.IndexAny(s, bytes); i >= 0 {
		return i
	}
	return len(s)
}

// setScheme takes "jdbc:mysql", "postgresql+psycopg2" and "git+https" apart.
func (l *link) setScheme(s string) {
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		l.driver, s = s[:i], s[i+1:]
	}
	if first, rest, ok := strings.Cut(s, "+"); ok {
		if _, known := protocols[first]; !known || first == "git" {
			first, rest = rest, first
		}
		s, l.driver = first, rest
	}
	l.scheme = strings.TrimLeft(s, "+-.")
}

func tellURL(in *Input, t *leak.Token) bool {
	l, ok := linkOf(in)
	if !ok {
		return false
	}
	p := place{user: l.user, host: l.host, login: true}
	known, isKnown := protocols[l.scheme]
	p.kind, p.plain, p.login = known.kind, known.plain, known.login
	if !isKnown {
		p.kind = "password in a URL"
		detail(t, "Scheme", word(l.scheme))
	}
	parameters, _ := url.ParseQuery(strings.ReplaceAll(strings.ReplaceAll(l.query, ";", "&"), "&amp;", "&"))
	switch {
	case strings.HasPrefix(l.scheme, "http"), l.scheme == "git", l.scheme == "ssh" && strings.HasSuffix(l.path, ".git"):
		l.web(t, &p)
	case isKnown && p.login && l.scheme != "ldap" && l.scheme != "ldaps" && l.scheme != "ftp" && l.scheme != "sftp":
		p.database, _, _ = strings.Cut(strings.TrimPrefix(l.path, "/"), "/")
		if db := parameters.Get("database"); db != "" {
			p.database = db
		}
	}
	p.setTLS(parameters)
	if l.scheme == "redis" || l.scheme == "rediss" {
		p.database = strings.Trim(l.path, "/")
	}
	if source := parameters.Get("authSource"); source != "" {
		detail(t, "Users of", word(source))
	}
	detail(t, "Driver", word(l.driver))
	p.tell(t)
	return true
}

// forges by host, for a token in the URL of a git remote.
var forges = map[string]string{
	"github.com": "GitHub", "gitlab.com": "GitLab", "bitbucket.org": "Bitbucket", "codeberg.org": "Codeberg", "dev.azure.com": "Azure DevOps",
	"gitee.com": "Gitee", "git.sr.ht": "SourceHut", "huggingface.co": "Hugging Face",
}

// web says what a URL of HTTP is for: a remote of git, a proxy, an index of packages.
func (l *link) web(t *leak.Token, p *place) {
	host, _, _ := strings.Cut(strings.ToLower(l.host), ":")
	name := strings.ToLower(l.before)
	forge := forges[host]
	switch {
	case forge == "" && strings.HasSuffix(host, ".visualstudio.com"):
		forge = "Azure DevOps"
	case forge == "" && strings.HasPrefix(host, "gitlab."):
		forge = "GitLab"
	}
	switch {
	case forge != "" || strings.HasSuffix(l.path, ".git") || strings.HasPrefix(host, "git."):
		t.Issuer = forge
		p.kind = "token in the URL of a git remote"
		if l.user == "" || shownUser(l.user) == "" {
			p.user = ""
		}
		t.Account = line(strings.TrimSuffix(strings.Trim(l.path, "/"), ".git"))
	case strings.Contains(name[max(0, len(name)-40):], "proxy"):
		p.kind = "proxy password"
	case strings.Contains(l.path, "/simple"), strings.Contains(name[max(0, len(name)-40):], "index-url"), strings.Contains(name[max(0, len(name)-40):], "index_url"):
		p.kind = "password of a Python package index"
	case strings.Contains(l.path, "/npm/"):
		p.kind = "password of an npm registry"
	}
}

// setTLS says what the parameters of a connection say of TLS.
func (p *place) setTLS(parameters url.Values) {
	for _, name := range []string{"sslmode", "ssl-mode", "ssl", "tls", "usessl", "encrypt", "sslMode", "useSSL", "Encrypt"} {
		value := word(strings.ToLower(parameters.Get(name)))
		switch value {
		case "":
			continue
		case "disable", "disabled", "false", "0", "no":
			p.tls, p.plain = "off ("+name+"="+value+")", true
		case "prefer", "preferred", "allow":
			p.tls, p.plain = "only if the server has it ("+name+"="+value+")", false
		default:
			p.tls, p.plain = "on ("+name+"="+value+")", false
		}
		return
	}
}
