package rules_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Without quotes around it a password ends where the notation says: what is
// reported is the password, with all of its marks and with nothing else.
func TestPasswordsAreReportedWhole(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	d := detect.New(set, detect.Options{})
	const pw = "7Hq" + "x4Vk2mR"
	for name, c := range map[string]struct{ path, text, want string }{
		"an @ in a connection string":      {"", "mysql://app:" + "a7x@bx9@db/shop", "a7x@bx9"},
		"two of them":                      {"", "mysql://app:" + "a7x@b@x9@db.acme.io:3306/shop", "a7x@b@x9"},
		"an @ in the query":                {"", "postgres://app:" + pw + "@db/shop?mail=a@b", pw},
		"an @ in the query, no path":       {"", "redis://:" + pw + "@db?mail=a@b", pw},
		"several hosts":                    {"", "mongodb://app:" + pw + "@a:27017,b:27017/shop", pw},
		"a user with an @":                 {"", "smtps://ada@acme.io:" + pw + "@smtp.acme.io", pw},
		"behind an escape":                 {"", `"a\nhttps://ada:` + pw + `@acme.io/"`, pw},
		"two URLs on a line":               {"", "from mysql://app:" + pw + "@db/x to b@c", pw},
		".env":                             {".env", "DB_PASSWORD=" + pw + "\n", pw},
		".env, CRLF":                       {".env", "DB_PASSWORD=" + pw + "\r\nA=b\r\n", pw},
		".env, with a comment":             {".env", "DB_PASSWORD=" + pw + " # of the shop\n", pw},
		"Dockerfile":                       {"Dockerfile", "ENV A=b DB_PASSWORD=" + pw + " C=d\n", pw},
		"a list of Compose":                {"compose.yml", "  - \"DB_PASSWORD=" + pw + "\"\n", pw},
		"a shell goes on":                  {"", "PGPASSWORD=" + pw + " psql -h db; true\n", pw},
		"YAML":                             {"a.yml", "db:\n  password: " + pw + "\n  user: app\n", pw},
		"YAML, with a comment":             {"a.yml", "password: " + pw + " # of the shop\n", pw},
		"YAML, CRLF":                       {"a.yml", "password: " + pw + "\r\nuser: app\r\n", pw},
		"YAML, marks":                      {"a.yml", "password: x7]" + pw + "=#}\n", "x7]" + pw + "=#}"},
		"properties":                       {"a.properties", "db.password=" + pw + "\n", pw},
		"INI":                              {"a.ini", "[db]\npassword = " + pw + "\n", pw},
		"XML":                              {"a.xml", "<password>" + pw + "</password>", pw},
		"XML, an attribute":                {"a.config", `<add key="DbPassword" value="` + pw + `"/>`, pw},
		"ADO.NET":                          {"", "Server=db;User Id=app;Password=" + pw + ";Encrypt=true", pw},
		"ADO.NET, at the end":              {"", `"Server=db;User Id=app;Password=` + pw + `"`, pw},
		"ADO.NET, first":                   {"", `"Password=` + pw + `;Server=db"`, pw},
		"libpq":                            {"", "host=db user=app password=" + pw + " dbname=shop", pw},
		"JDBC":                             {"", "jdbc:mysql://db/shop?user=app&password=" + pw + "&ssl=true", pw},
		"an option":                        {"", "mysqldump --password=" + pw + " shop", pw},
		"an option, in a compiled file":    {"", " --password=" + pw + "\x18Doing a", pw},
		"an option, in colour":             {"", "$ mysqldump --password=" + pw + "\x1b[0m", pw},
		"libpq, in a compiled file":        {"", "host=db user=app password=" + pw + "\x05other", pw},
		"JSON in a string":                 {"", `"{\"password\":\"` + pw + `\"}"`, pw},
		"the only token of a header, once": {"", "curl -H 'X-Auth-Token: " + pw + pw + "' https://acme.io", pw + pw},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range d.Scan(leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Path: c.path}, Data: []byte(c.text)}) {
				got = append(got, f.Secret.Reveal())
			}
			assert.Equal(t, []string{c.want}, got)
		})
	}
}
