package token

import (
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// place is where a password is used, and by whom.
type place struct {
	kind     string // "PostgreSQL password"
	user     string
	host     string // host, host:port, or hosts with commas between
	database string
	realm    string // what a realm, index or network is called
	tls      string // what is said of TLS
	plain    bool   // nothing asks for TLS
	login    bool   // user is one of a system, where some may do everything
}

// superusers may do everything where the databases and systems of that name come from.
var superusers = map[string]string{
	"root": "an administrator", "postgres": "the superuser of PostgreSQL", "sa": "the system administrator of SQL Server",
	"sys": "the owner of an Oracle database", "system": "an administrator of Oracle", "admin": "an administrator", "administrator": "an administrator",
	"elastic": "the superuser of Elasticsearch", "neo4j": "the administrator of Neo4j", "mongoadmin": "an administrator", "rdsadmin": "an administrator", "dba": "an administrator",
	"cn=directory manager": "the administrator of the directory",
}

func (p *place) tell(t *leak.Token) {
	t.Kind = p.kind
	if user := shownUser(p.user); user != "" {
		t.Subject = user
		name := strings.ToLower(user)
		if rest, ok := strings.CutPrefix(name, "cn="); ok && superusers[name] == "" {
			name, _, _ = strings.Cut(rest, ",")
		}
		if who := superusers[name]; who != "" && p.login {
			risk(t, 1, user+" is "+who)
		}
	}
	switch host := line(hostOf(p.host)); {
	case host == "":
	case strings.ContainsAny(host, "${}<>%()[]*") && !strings.HasPrefix(host, "["):
		detail(t, "Host", "not known here: "+host)
	default:
		first, _, _ := strings.Cut(host, ",")
		at(t, first)
		if first != host {
			detail(t, "Hosts", host)
		}
	}
	detail(t, "Database", line(p.database))
	detail(t, "Realm", line(p.realm))
	detail(t, "TLS", p.tls)
	if p.plain && t.Reach == leak.ReachPublic {
		risk(t, 0, "nothing asks for TLS here: it may go over the network in clear")
	}
}

// hostOf returns the host, with a port, of what is a URL or its authority: never the
// user and password that may stand before it.
func hostOf(s string) string {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s = s[:endOf(s, "/?#")]
	return s[strings.LastIndexByte(s, '@')+1:]
}

// shownUser returns a user that can be told: some put a token where the user stands,
// and variables are nobody.
func shownUser(user string) string {
	if decoded, err := url.PathUnescape(user); err == nil {
		user = decoded
	}
	user = line(user)
	if strings.ContainsAny(user, "${}<>`") || len(user) > 100 {
		return ""
	}
	if len(user) >= 20 && strings.ContainsAny(user, "0123456789") && !strings.ContainsAny(user, "@ =") {
		return ""
	}
	for _, prefix := range []string{"ghp_", "gho_", "ghs_", "ghu_", "github_pat_", "glpat-", "npm_", "pypi-", "dckr_"} {
		if strings.HasPrefix(user, prefix) {
			return ""
		}
	}
	return user
}
