package token

import (
	"net/url"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Connection strings of pairs: ADO.NET and ODBC ("Server=…;User Id=…;Password=…",
// learn.microsoft.com, "SqlConnection.ConnectionString"), libpq ("host=… user=…
// password=…", PostgreSQL 34.1.1.1), the tails of JDBC URLs, StackExchange.Redis
// ("host:6379,password=…"), and Oracle's "user/password@//host:port/service".
var _ = later(func() { register(Family{Name: "connection-string", Last: true, Tell: tellConnectionString}) })

// Names of the pairs, without marks, in lower case.
var (
	connectionHosts = []string{"server", "datasource", "addr", "address", "networkaddress", "host", "hostname", "hostaddr", "servername", "endpoint"}
	connectionUsers = []string{"userid", "uid", "user", "username", "login"}
	connectionBases = []string{"initialcatalog", "database", "databasename", "db", "dbname", "dbq", "servicename", "sid"}
)

func tellConnectionString(in *Input, t *leak.Token) bool {
	if tellOracleLogin(in, t) {
		return true
	}
	text := connectionText(in)
	if text == "" || len(text) > 2*maxLink {
		return false
	}
	head, text := headOf(text)
	for _, separators := range []string{";", "&", ",", " \t"} {
		pairs := pairsOf(text, separators)
		if !hasPassword(pairs, in.Secret) {
			continue
		}
		p := place{kind: "password in a connection string", login: true}
		p.host, p.user, p.database = pairs.first(connectionHosts), pairs.first(connectionUsers), pairs.first(connectionBases)
		p.of(pairs, head)
		if p.host == "" {
			continue
		}
		p.tell(t)
		return true
	}
	return false
}

// connectionText is what stands around a secret up to quotes, a line end or an element.
func connectionText(in *Input) string {
	before, after, ok := strings.Cut(in.Lines, in.Secret)
	if !ok || in.Secret == "" {
		if strings.ContainsAny(in.Secret, "=") && strings.ContainsAny(in.Secret, "; ") { // the whole string is the secret
			return in.Secret
		}
		return ""
	}
	if own := strings.ToLower(in.Secret); strings.Contains(own, "password=") || strings.Contains(own, "pwd=") {
		return in.Secret
	}
	before = before[strings.LastIndexAny(before, "\"'`<>\r\n")+1:]
	return before + in.Secret + after[:endOf(after, "\"'`<>\\\r\n")]
}

type pairs map[string]string

// headOf takes off what stands before the pairs: a URL of JDBC, or a host and port.
func headOf(text string) (head, rest string) {
	if i := strings.Index(text, "://"); i >= 0 {
		end := i + 3 + endOf(text[i+3:], ";?")
		return text[:end], strings.TrimLeft(text[end:], ";?")
	}
	if i := strings.IndexByte(text, ','); i >= 0 && strings.Contains(text[:i], ":") && !strings.ContainsAny(text[:i], " =/") {
		return text[:i], text[i+1:]
	}
	return "", text
}

// pairsOf splits "name=value" pairs; the first of a name counts.
func pairsOf(text, separators string) pairs {
	p := pairs{}
	for i, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if i == 0 {
			part = withoutVariable(part)
		}
		name, value, ok := strings.Cut(part, "=")
		name = plain(strings.ReplaceAll(strings.TrimSpace(name), " ", ""))
		if _, twice := p[name]; ok && !twice && len(p) < 64 {
			p[name] = strings.Trim(strings.TrimSpace(value), `"'{}`)
		}
	}
	return p
}

// withoutVariable takes the name of the whole string off its first pair, where no quote
// parts them: "ADO=Server=db.internal".
func withoutVariable(pair string) string {
	for i := range len(pair) {
		if pair[i] != '=' && pair[i] != ':' {
			continue
		}
		rest := strings.TrimSpace(pair[i+1:])
		name, _, ok := strings.Cut(rest, "=")
		name = plain(strings.ReplaceAll(name, " ", ""))
		for _, names := range [][]string{connectionHosts, connectionUsers, connectionBases} {
			if ok && slices.Contains(names, name) {
				return rest
			}
		}
	}
	return pair
}

// hasPassword reports whether a secret is the password of pairs, or all of them.
func hasPassword(p pairs, secret string) bool {
	for _, name := range []string{"password", "pwd", "pass", "passwd"} {
		if v := p[name]; v != "" && strings.Contains(secret, v) {
			return true
		}
	}
	return false
}

func (p pairs) first(names []string) string {
	for _, n := range names {
		if v := p[n]; v != "" {
			return v
		}
	}
	return ""
}

// of adds which system it is, from the names of pairs and from what stands before
// them: a URL of JDBC, a host and port.
func (p *place) of(all pairs, head string) {
	p.head(head)
	_, catalog := all["initialcatalog"]
	_, dbname := all["dbname"]
	driver := strings.ToLower(all["driver"] + all["provider"] + all["drivername"])
	if strings.HasPrefix(p.kind, "password in") {
		switch {
		case strings.Contains(driver, "sql server"), strings.Contains(driver, "sqloledb"), strings.Contains(driver, "msoledb"), catalog,
			strings.Contains(p.host, ".database.windows.net"), strings.HasPrefix(p.host, "tcp:"), strings.Contains(p.host, `\`):
			p.kind = "SQL Server password"
		case strings.Contains(driver, "mysql"), strings.Contains(driver, "mariadb"):
			p.kind = "MySQL password"
		case strings.Contains(driver, "postgres"), dbname:
			p.kind = "PostgreSQL password"
		case strings.Contains(driver, "oracle"), strings.Contains(strings.ToLower(p.host), "service_name"):
			p.kind = "Oracle password"
		}
	}
	p.host = strings.TrimPrefix(p.host, "tcp:")
	if host, port, ok := strings.Cut(p.host, ","); ok && p.kind == "SQL Server password" { // "host,1433"
		p.host = host + ":" + port
	}
	if host, instance, ok := strings.Cut(p.host, `\`); ok {
		p.host, p.realm = host, instance
	}
	switch strings.ToLower(p.host) {
	case ".", "(local)", "(localdb)":
		p.host = "localhost"
	}
	if port := all["port"]; port != "" && !strings.Contains(p.host, ":") && word(port) != "" && p.host != "" {
		p.host += ":" + port
	}
	tls := url.Values{}
	for _, name := range []string{"sslmode", "ssl", "tls", "usessl", "encrypt"} {
		if v := all[name]; v != "" {
			tls.Set(name, v)
		}
	}
	p.setTLS(tls)
	if strings.EqualFold(all["trustservercertificate"], "true") || strings.EqualFold(all["trustservercertificate"], "yes") {
		p.tls = strings.TrimPrefix(p.tls+", the certificate is not checked", ", ")
	}
}

// head reads what stands before the pairs.
func (p *place) head(head string) {
	i := strings.Index(head, "://")
	if i < 0 {
		if p.host == "" && head != "" { // StackExchange.Redis
			p.host, p.kind, p.login = head, "Redis password", false
		}
		return
	}
	var l link
	l.setScheme(strings.ToLower(head[strings.LastIndexAny(head[:i], " =\"'")+1 : i]))
	if known, ok := protocols[l.scheme]; ok {
		p.kind, p.login, p.plain = known.kind, known.login, known.plain
	}
	var base string
	if host, path, _ := strings.Cut(head[i+3:], "/"); host != "" {
		p.host, base = host, path
	}
	if p.database == "" {
		p.database = base
	}
}

// tellOracleLogin reads "user/password@host" behind jdbc:oracle: or a command (Oracle
// Database JDBC Developer's Guide, "Database URLs"; SQL*Plus User's Guide, "CONNECT").
func tellOracleLogin(in *Input, t *leak.Token) bool {
	before, after, ok := strings.Cut(in.Lines, in.Secret)
	if !ok || in.Secret == "" || !strings.HasSuffix(before, "/") || !strings.HasPrefix(after, "@") {
		return false
	}
	lower := strings.ToLower(before)
	if !strings.Contains(lower, "jdbc:oracle:") && !in.Is("sqlplus-password", "oracle-jdbc-password") && !strings.Contains(lower, "sqlplus") {
		return false
	}
	user := before[:len(before)-1]
	user = user[strings.LastIndexAny(user, ": \t\"'=")+1:]
	rest := strings.TrimPrefix(after[1:], "//")
	rest = rest[:endOf(rest, " \t\r\n\"'<>`\\)")]
	p := place{kind: "Oracle password", user: user, login: true}
	p.host, p.database, _ = strings.Cut(rest, "/")
	if parts := strings.Split(p.host, ":"); len(parts) == 3 { // host:port:SID
		p.host, p.database = parts[0]+":"+parts[1], parts[2]
	}
	if strings.Contains(strings.ToLower(after), "(description") {
		p.host = ""
	}
	p.tell(t)
	return true
}
