package revoke

import (
	"slices"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// What people do with passwords and keys that no one issuer gives out: they are changed
// where they are checked, which what is known of them may tell.
var _ = func() struct{} {
	register(Way{
		Kind: Admin, Docs: "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
		Rules: []string{"url-password", "connection-string-password", "generic-password", "call-password", "command-password", "mysql-option-file-password", "pgpass-password", "oracle-jdbc-password",
			"sqlplus-password"},
		Steps: []string{
			"Change the password of its user at the service that it signs in to, and end the sessions that are open.",
			"Where other services take the same password, change it there, too.",
		},
		Instead: func(c *leak.Credential) *Way {
			if c.Token == nil {
				return nil
			}
			return databases[c.Token.Kind]
		},
	})
	return byHand(
		hand{Admin, "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html", "", []string{"generic-secret", "http-bearer-token", "secret-token-uri"}, []string{
			"Find out who issued it: the name that it stands under, the host beside it and the code that reads it tell. Revoke it there and have another issued.",
			"If it is a secret of your own, such as one that signs cookies, make another and start anew what reads it: what the old one has signed ends with it.",
		}},
		hand{Admin, "https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT", "", []string{"pem-private-key", "pem-encrypted-private-key", "putty-private-key", "putty-encrypted-private-key", "ssh-com-private-key",
			"xml-rsa-private-key", "pkcs12-base64", "jwk-private-key"}, []string{
			"What is taken back is its public half: `ssh-keygen -y -f KEY` or `openssl pkey -in KEY -pubout` prints it, and `ssh-keygen -l -f KEY` its fingerprint to look for.",
			"Of SSH: remove it from every authorized_keys, from the deploy keys of repositories and the keys of accounts, or put it on the list that RevokedKeys of sshd_config names.",
			"Of a certificate: have its CA revoke it (`certbot revoke --cert-path CERT --reason keycompromise` of ACME), and put one of another key in its place.",
			"Of one that signs: take its public half out of what verifies, such as the JWKS of an issuer; what it signed is not to be trusted from then on.",
		}},
		hand{Admin, "https://www.gnupg.org/documentation/manuals/gnupg/OpenPGP-Key-Management.html", "", []string{"pgp-private-key"}, []string{
			"`gpg --generate-revocation KEY`, import that and send it to the key servers (`gpg --send-keys KEY`). Remove the public key wherever it is trusted, such as at forges and package repositories.",
		}},
		hand{Admin, "https://age-encryption.org/v1", "", []string{"age-secret-key", "age-plugin-identity"}, []string{
			"It cannot be revoked: whoever has it reads all that was encrypted to it, for ever. Encrypt that anew to another recipient (of SOPS: change .sops.yaml, `sops updatekeys FILE`, `sops rotate -i FILE`), and change the secrets in it.",
		}},
		hand{Admin, "https://www.wireguard.com/quickstart/", "", []string{"wireguard-private-key", "wireguard-preshared-key"}, []string{
			"`wg pubkey < KEY` prints its public key. On every peer `wg set INTERFACE peer PUBLIC_KEY remove`, and the same in its configuration; then make another with `wg genkey` (a preshared key with `wg genpsk`).",
		}},
		hand{Admin, "https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html", "", []string{"jwt", "jwe"}, []string{
			"It ends at its exp, if it has one. Before that: end its session at its issuer (iss), by its jti or its user (sub), if the issuer keeps sessions or a list of revoked tokens.",
			"Else rotate the key that signs: take the old one (kid) out of the issuer's JWKS or settings. All tokens that it signed end with it.",
		}},
	)
}()

// databases are the ways of passwords, by what package token calls them.
var databases = databaseWays()

func databaseWays() map[string]*Way {
	out := map[string]*Way{}
	for _, d := range []struct {
		docs  string
		kinds []string
		steps []string
	}{
		{"https://www.postgresql.org/docs/current/sql-alteruser.html", []string{"PostgreSQL password"}, []string{
			"`ALTER USER \"USER\" PASSWORD 'NEW';`, or `\\password USER` of psql, which keeps it out of the server's log.",
			"Sessions go on: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'USER';` ends them.",
		}},
		{"https://www.cockroachlabs.com/docs/stable/alter-user", []string{"CockroachDB password"}, []string{
			"`ALTER USER \"USER\" WITH PASSWORD 'NEW';`. Sessions go on: `CANCEL SESSIONS (SELECT session_id FROM [SHOW SESSIONS] WHERE user_name = 'USER');` ends them.",
		}},
		{"https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_USER.html", []string{"Amazon Redshift password"}, []string{
			"`ALTER USER \"USER\" PASSWORD 'NEW';`. Sessions go on: `SELECT process, user_name FROM stv_sessions;` lists them, `SELECT pg_terminate_backend(PROCESS);` ends one.",
		}},
		{"https://dev.mysql.com/doc/refman/8.4/en/alter-user.html", []string{"MySQL password", "MariaDB password"}, []string{
			"`ALTER USER 'USER'@'HOST' IDENTIFIED BY 'NEW';` for each of its hosts: `SELECT user, host FROM mysql.user WHERE user = 'USER';` lists them.",
			"Sessions go on: `SELECT id FROM information_schema.processlist WHERE user = 'USER';` lists them, `KILL ID` ends one.",
		}},
		{"https://learn.microsoft.com/sql/t-sql/statements/alter-login-transact-sql", []string{"SQL Server password"}, []string{
			"`ALTER LOGIN [USER] WITH PASSWORD = 'NEW';`, of a user of a contained database `ALTER USER [USER] WITH PASSWORD = 'NEW';`.",
			"Sessions go on: `SELECT session_id FROM sys.dm_exec_sessions WHERE login_name = 'USER';` lists them, `KILL ID` ends one.",
		}},
		{"https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/ALTER-USER.html", []string{"Oracle password"}, []string{
			"`ALTER USER USER IDENTIFIED BY \"NEW\";`. Sessions go on: `SELECT sid, serial# FROM v$session WHERE username = 'USER';` lists them, `ALTER SYSTEM KILL SESSION 'SID,SERIAL';` ends one.",
		}},
		{"https://redis.io/docs/latest/commands/acl-setuser/", []string{"Redis password", "Valkey password"}, []string{
			"Of a user: `ACL SETUSER USER resetpass >NEW`, then `ACL SAVE` (or `CONFIG REWRITE` where there is no ACL file). Of none, or default: `CONFIG SET requirepass NEW`, then `CONFIG REWRITE`.",
			"Connections go on: `CLIENT KILL USER USER` (or default) ends them.",
		}},
		{"https://www.mongodb.com/docs/manual/reference/method/db.changeUserPassword/", []string{"MongoDB password"}, []string{
			"`use DATABASE` (where the user was made, often admin) and `db.changeUserPassword(\"USER\", passwordPrompt())` in mongosh. Of Atlas: Database Access > Edit > Edit Password.",
		}},
	} {
		w := &Way{Kind: Admin, Docs: d.docs, Steps: d.steps}
		for _, kind := range d.kinds {
			out[kind] = w
		}
	}
	return out
}

// manuals are hosts of standards and manuals, where nothing can be revoked.
var manuals = []string{"rfc-editor.org", "ietf.org", "cwe.mitre.org", "man7.org", "man.openbsd.org", "github.com", "w3.org", "w1.fi", "git-scm.com", "curl.se", "everything.curl.dev", "httpd.apache.org", "gnu.org",
	"php.net", "docs.python.org", "the.earth.li"}

// general are tags of rules that are of no one issuer; what they refer to says how the
// secret is written.
var general = []string{"generic", "url", "http", "private-key", "jwt", "jwk", "wifi", "windows", "ldap", "htpasswd", "git", "netrc", "wireguard"}

// onPage reports whether a page that a rule refers to is its issuer's, where more is to be
// had than the form of the secret.
func onPage(r *leak.Rule, host string) bool {
	return !slices.ContainsFunc(r.Tags, func(tag string) bool { return slices.Contains(general, tag) }) &&
		!slices.ContainsFunc(manuals, func(m string) bool { return host == m || len(host) > len(m) && host[len(host)-len(m)-1:] == "."+m })
}
