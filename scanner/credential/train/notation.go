package train

import (
	"bytes"
	"math/rand"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/credential"
)

// notations are lines with a name and a value in them. What a value is does not
// depend on the notation that it stands in, but a corpus has some notations with
// hardly any credential, or with hardly anything else.
var notations = []string{
	`<{name}>{value}</{name}>`,
	`  <add key="{name}" value="{value}" />`,
	`<property name="{name}">{value}</property>`,
	`<entry key="{name}">{value}</entry>`,
	`| {name} | {value} |`,
	`{name} => '{value}',`,
	`  {name}: "{value}",`,
	`  {name}: {value}`,
	`{name} = "{value}"`,
	`{name} = '{value}';`,
	`export {name}={value}`,
	`{name}={value}`,
	`{"{name}": "{value}"}`,
	`run --{name} {value}`,
	`run --{name}={value}`,
	`set_{name}("{value}")`,
	`https://api.acme.io/v1?{name}={value}&page=1`,
	`- **{name}:** {value}`,
	`The {name} is {value}`,
	`os.Setenv("{name}", "{value}")`,
	`private static final String {name} = "{value}";`,
	`define('{name}', '{value}');`,
	`["--{name}", "{value}"]`,
	`curl -H "{name}: {value}" https://api.acme.io`,
	`<{name} value="{value}"/>`,
	`"{name}" "{value}"`,
	`{name} <- "{value}"`,
	`  - {name}={value}`,
}

// named are lines with a keyword of their own, for passwords.
var named = []struct{ keyword, line string }{
	{"identified by", "CREATE USER app IDENTIFIED BY '{value}';"}, {"identified by", "GRANT ALL ON shop.* TO 'app'@'%' IDENTIFIED BY '{value}';"},
	{"login", "smtp.login(\"app\", \"{value}\")"}, {"login", "client.login('app', '{value}')"}, {"auth", "requests.get(url, auth=('app', '{value}'))"},
	{"auth", "req.SetBasicAuth(\"app\", \"{value}\")"},
}

// InOtherNotations adds to examples the same names and values in other notations,
// each with this weight. The same examples give the same lines.
func InOtherNotations(examples []Example, times int, weight float64) []Example {
	r := rand.New(rand.NewSource(2))
	out := slices.Clone(examples)
	for _, e := range examples {
		value, name := string(e.Text()), string(e.Candidate.Line[e.Name:e.NameEnd])
		if e.Syntax >= credential.UserInfo || len(name) == 0 || len(value) > 128 || bytes.ContainsAny(e.Text(), "\"'`<>|\\ ") {
			continue
		}
		for range times {
			line, key, keyEnd := "", 0, 0
			if n := r.Intn(len(notations) + 2); n < len(notations) {
				line = strings.NewReplacer("{name}", name, "{value}", value).Replace(notations[n])
				key = strings.Index(line, name) + e.Key - e.Name
				keyEnd = key + e.KeyEnd - e.Key
			} else {
				w := named[r.Intn(len(named))]
				line = strings.ReplaceAll(w.line, "{value}", value)
				key = strings.Index(strings.ToLower(line), w.keyword)
				keyEnd = key + len(w.keyword)
			}
			c, ok := credential.Find([]byte(line), key, keyEnd)
			if !ok || string(c.Text()) != value {
				continue
			}
			made := e
			made.Candidate, made.Weight = c, e.Weight*weight
			out = append(out, made)
		}
	}
	return out
}
