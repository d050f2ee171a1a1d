package token

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPasswordsInTheirPlaces(t *testing.T) {
	seen := map[string]bool{}
	for text, want := range map[string]struct{ family, kind, user, host, realm, database string }{
		"machine api.acme.io login bob password {}":                                                        {family: "netrc", kind: "password in .netrc", user: "bob", host: "api.acme.io"},
		`printf "machine api.acme.io\nlogin bob\npassword {}\n"`:                                           {family: "netrc", kind: "password in .netrc", user: "bob", host: "api.acme.io"},
		`{"gitlab-token": {"git.acme.io": "{}"}}`:                                                          {family: "composer-token", kind: "token of a Composer repository", host: "git.acme.io"},
		`{\"forgejo-token\": {\"git.acme.io\": {\"username\": \"bob\", \"token\": \"{}\"}}}`:               {family: "composer-token", kind: "token of a Composer repository", user: "bob", host: "git.acme.io"},
		`npmAuthIdent: "bob:{}"`:                                                                           {family: "yarnrc", kind: "credential of an npm registry", user: "bob"},
		"machine api.acme.io\n  login bob\n  password {}\n":                                                {family: "netrc", kind: "password in .netrc", user: "bob", host: "api.acme.io"},
		"db.acme.io:5432:shop:app:{}":                                                                      {family: "pgpass", kind: "PostgreSQL password", user: "app", host: "db.acme.io:5432", database: "shop"},
		"[smtp.acme.io]:587 mailer:{}":                                                                     {family: "postfix", kind: "SMTP password", user: "mailer", host: "smtp.acme.io:587"},
		"<server>\n<id>nexus</id>\n<username>ci</username>\n<password>{}</password>":                       {family: "maven", kind: "password of a Maven server", user: "ci", realm: "nexus"},
		`{"http-basic": {"repo.acme.io": {"username": "ci", "password": "{}"}}}`:                           {family: "composer", kind: "password of a Composer repository", user: "ci", host: "repo.acme.io"},
		`credentials += Credentials("Sonatype", "oss.acme.io", "ci", "{}")`:                                {family: "sbt", kind: "password of an sbt resolver", user: "ci", host: "oss.acme.io", realm: "Sonatype"},
		"realm=Sonatype\nhost=oss.acme.io\nuser=ci\npassword={}":                                           {family: "ivy", kind: "password of an Ivy resolver", user: "ci", host: "oss.acme.io", realm: "Sonatype"},
		"<Host>ftp.acme.io</Host>\n<Port>21</Port>\n<User>web</User>\n<Pass encoding=\"base64\">{}</Pass>": {family: "filezilla", kind: "FTP password of FileZilla", user: "web", host: "ftp.acme.io:21"},
		"HostName=box.acme.io\nUserName=web\nPassword={}":                                                  {family: "winscp", kind: "password of a session of WinSCP (obfuscated)", user: "web", host: "box.acme.io"},
		"[pypi]\nrepository = https://pypi.acme.io/legacy/\nusername = ci\npassword = {}":                  {family: "pypirc", kind: "password of a Python package index", user: "ci", host: "pypi.acme.io"},
		"BUNDLE_GEMS__ACME__IO: \"ci:{}\"":                                                                 {family: "bundler", kind: "credential of a gem source", user: "ci", host: "gems.acme.io"},
		"//npm.acme.io/repository/:_authToken={}":                                                          {family: "npmrc", kind: "credential of an npm registry", host: "npm.acme.io", realm: "/repository"},
		"[client]\nuser=root\npassword={}":                                                                 {family: "mysql-option-file", kind: "MySQL password", user: "root"},
		"uri ldaps://ldap.acme.io/\nbinddn cn=svc,dc=acme\nbindpw {}":                                      {family: "ldap-bind", kind: "LDAP bind password", user: "cn=svc,dc=acme", host: "ldap.acme.io"},
		"network={\n ssid=\"office\"\n psk={}":                                                             {family: "wpa", kind: "Wi-Fi password", realm: "office"},
		"curl -s -u bob:{} https://api.acme.io/v1":                                                         {family: "curl", kind: "password in a curl command", user: "bob", host: "api.acme.io"},
		"mysql -h db.acme.io -u root -p{} shop":                                                            {family: "mysql-command", kind: "MySQL password", user: "root", host: "db.acme.io"},
		"redis-cli -h cache.acme.io -a {} ping":                                                            {family: "redis-command", kind: "Redis password", host: "cache.acme.io"},
		"docker login -u ci -p {} registry.acme.io":                                                        {family: "docker-login", kind: "registry password", user: "ci", host: "registry.acme.io"},
		"echo 'deploy:{}' | chpasswd":                                                                      {family: "chpasswd", kind: "password of a user of the system", user: "deploy"},
		`net use z: \\files.acme.io\share /user:bob {}`:                                                    {family: "net-use", kind: "Windows password", user: "bob"},
		`mysqli_connect("db.acme.io", "app", "{}", "shop")`:                                                {family: "database-call", kind: "database password", user: "app", host: "db.acme.io"},
		`new PDO("mysql:host=db.acme.io;dbname=shop", "app", "{}")`:                                        {family: "pdo", kind: "database password", user: "app", host: "db.acme.io"},
		`DriverManager.getConnection("jdbc:mysql://db.acme.io:3306/x", "app", "{}")`:                       {family: "pdo", kind: "database password", user: "app", host: "db.acme.io:3306"},
		`WiFi.begin("office", "{}");`:                                                                      {family: "wifi-call", kind: "Wi-Fi password", realm: "office"},
		"username bob privilege 15 secret 0 {}":                                                            {family: "cisco", kind: "password of a Cisco device", user: "bob"},
		`new NetworkCredential("bob", "{}")`:                                                               {family: "windows-credential", kind: "Windows password", user: "bob"},
	} {
		t.Run(text, func(t *testing.T) {
			seen[want.family] = true
			got := Read(inLine(text))
			require.NotNil(t, got)
			assert.Equal(t, want.family, got.Family)
			assert.Equal(t, want.kind, got.Kind)
			assert.Equal(t, want.user, got.Subject)
			assert.Equal(t, want.host, got.Host)
			assert.Equal(t, want.realm, detailOf(got, "Realm"))
			assert.Equal(t, want.database, detailOf(got, "Database"))
			assert.NotContains(t, said(got), hunter)
		})
	}
	for _, p := range passwordPlaces {
		assert.True(t, seen[p.family], p.family)
	}
}
