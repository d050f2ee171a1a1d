package rules_test

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

func TestTokenRules(t *testing.T) {
	const hex = "token = '[0-9a-f]{16}'\n"
	value := drawOne(t, rand.New(rand.NewSource(1)), "{{hex:16}}")
	for name, c := range map[string]struct {
		rule, data, want string
	}{
		"alone":                       {hex, "value " + value + "\n", value},
		"behind an escape":            {hex, `"\n` + value + `"`, value},
		"longer":                      {hex, value + "0", ""},
		"goes on before":              {hex, "x" + value, ""},
		"goes on with a mark":         {hex, value + "-0", value},
		"marks may be in it":          {"token = '[0-9a-f-]{16}'\n", value + "-0", ""},
		"ends at the end":             {"token = '[0-9a-f-]{16}'\n", value, value},
		"padding may follow":          {"token = '[0-9a-f=+]{16}'\n", value + "=", value},
		"name":                        {"names = ['acme']\n" + hex, "ACME=" + value, value},
		"other name":                  {"names = ['acme']\n" + hex, "ACNE=" + value, ""},
		"no name":                     {"names = ['acme']\n" + hex, value, ""},
		"name goes on":                {"names = ['acme']\n" + hex, `"prod.acme.api_key": "` + value + `"`, value},
		"name of joined words":        {"names = ['acme_app']\n" + hex, "acmeApp := " + value, value},
		"joined otherwise":            {"names = ['acme_app']\n" + hex, "-H 'Acme-App: " + value + "'", value},
		"field":                       {"names = ['acme']\nfields = ['app_key']\n" + hex, "ACME_PROD_APP_KEY: " + value, value},
		"no field":                    {"names = ['acme']\nfields = ['app_key']\n" + hex, "ACME_PROD_API_KEY: " + value, ""},
		"one of fields":               {"names = ['acme']\nfields = ['app_key', 'token']\n" + hex, "acme.token => '" + value, value},
		"argument":                    {"names = ['acme']\n" + hex, `os.Setenv("ACME_KEY", "` + value + `")`, value},
		"option":                      {"names = ['acme']\n" + hex, `run --acme-key ` + value, value},
		"element":                     {"names = ['acme']\n" + hex, `<acmeKey>` + value + `</acmeKey>`, value},
		"index":                       {"names = ['acme']\n" + hex, `ENV["ACME_KEY"] = b'` + value + `'`, value},
		"escaped":                     {"names = ['acme']\n" + hex, `{\"acme\":\"` + value + `\"}`, value},
		"credentials of a header":     {"names = ['acme']\n" + hex, `Acme-Authorization: Bearer ` + value, value},
		"too far":                     {"names = ['acme']\n" + hex, `ACME is what we use: ` + value, ""},
		"name in a longer word":       {"names = ['acme']\n" + hex, "pacme_key=" + value, ""},
		"name in a longer WORD":       {"names = ['acme']\n" + hex, "PACME_KEY=" + value, ""},
		"name behind a word":          {"names = ['acme']\n" + hex, "my_acme_key=" + value, value},
		"name behind a digit":         {"names = ['acme']\n" + hex, "v2acme_key=" + value, value},
		"camelCase":                   {"names = ['acme']\n" + hex, "myAcmeKey=" + value, value},
		"joined in camelCase":         {"names = ['acme_app']\n" + hex, "myAcmeAppKey=" + value, value},
		"name behind an escape":       {"names = ['acme']\n" + hex, `"\nacme_key=` + value, value},
		"name in a URL":               {"names = ['acme']\n" + hex, "x%3Facme_key=" + value, value},
		"digits behind =":             {"token = '[0-9]{8,10}:[a-z]{4}'\n", "BOT=1777947561:abcd", "1777947561:abcd"},
		"quoted-printable":            {"token = '[0-9]{8,10}:[a-z]{4}'\n", "BOT=3D1777947561:abcd", "1777947561:abcd"},
		"a letter is no prefix of it": {"names = ['acme']\n" + hex, `ACME=b` + value, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c2, err := rules.Parse("conf.toml", []byte("[[rules]]\nid = 'acme-key'\n"+c.rule), rules.Native)
			require.NoError(t, err)
			re := c2.Set.Rules[0].Regex.Regexp()
			got := ""
			if m := re.FindStringSubmatch(c.data); m != nil {
				got = m[re.SubexpIndex("secret")]
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestKeywordsOfNames(t *testing.T) {
	c, err := rules.Parse("conf.toml", []byte("[[rules]]\nid = 'acme-key'\ntoken = 'x'\nnames = ['Acme', 'acme_app', 'acmeworks_key', 'access_key']\n"), rules.Native)
	require.NoError(t, err)
	assert.Equal(t, []string{"acme", "acme_app", "acme-app", "acmeapp", "acmeworks", "access_key", "access-key", "accesskey"}, c.Set.Rules[0].Keywords)
}
