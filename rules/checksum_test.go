package rules_test

import (
	"encoding/base64"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

// Vectors that others made, with their sources. They stand here in pieces so
// that no file of the repository holds a token.
func TestChecksumsAcceptKnownVectors(t *testing.T) {
	b64 := base64.RawURLEncoding.EncodeToString
	rfc7519 := b64([]byte("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}")) + "." +
		b64([]byte("{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}")) + "." +
		"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	for name, c := range map[string]struct {
		check  string
		pieces []string
	}{
		// Tokens without any rights, generated and revoked to show the format:
		// gist.github.com/coolaj86/eb8cddfd3e4251258712dfed03e1f86d
		"GitHub 1": {"github", []string{"ghp", "_zQWBuTSOoRi4A9spHcVY5ncn", "sDkxkJ0mLq17"}},
		"GitHub 2": {"github", []string{"ghp", "_H3xbiBdlzffNx7Y56iNsPw3j", "oObj7U2nO29h"}},
		"GitHub 3": {"github", []string{"ghp", "_adE7dp8rHP6gUTuPwxLTZjZd", "tya3sV0UQzQM"}},
		// The same construction with another prefix:
		// github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format
		"npm": {"npm", []string{"npm", "_5qWHBso9dDhZIoNyrCfxQ5bK", "PmeNn81dWlHT"}},
		// github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen_test.go
		"Grafana": {"grafana", []string{"glsa", "_iNValIdinValiDinvalid", "invalidinva_5b582697"}},
		// awsteele.com/blog/2020/09/26/aws-access-key-format.html names the account
		// 609629065308, as sts:GetAccessKeyInfo does.
		"AWS": {"aws-key-id", []string{"ASIA", "Y34FZKBO", "KMUTVV7A"}},
		// docs.aws.amazon.com, everywhere
		"AWS, older": {"aws-key-id", []string{"AKIA", "IOSFODNN7", "EXAMPLE"}},
		// The macaroon of tests/test_integration.py of github.com/pypa/twine without
		// its signature.
		"PyPI, test": {"pypi", []string{"pypi", "-AgENdGVzdC5weXBpLm9yZwIkNDgzYTFhMjEt", "MzEwYi00NTkzLTkwMzYtYzc1Zjg4NmFiMjll"}},
		// RFC 7519, section 3.1
		"JWT": {"jwt", []string{rfc7519}},
		// c2sp.org/CCTV/age, the identity of its test files
		"age": {"bech32", []string{"AGE-SECRET", "-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6"}},
		// The documentation of Passlib: passlib.readthedocs.io/en/stable/lib/passlib.hash.cisco_type7.html
		"Cisco type 7": {"cisco-7", []string{"044B0A15", "1C36435C0D"}},
		// The password in the description of MS14-025 that everybody copies: Local*P4ssword!
		"Group Policy Preferences": {"gpp", []string{"j1Uyj3Vx8TY9LtLZil2uAuZkFQA", "/4latT76ZwgdHdhw"}},
		// github.com/rclone/rclone/blob/master/fs/config/obscure/obscure_test.go
		"rclone 1": {"rclone", []string{"YWFhYWFhYWFhYWFh", "YWFhYXMaGgIlEQ"}},
		"rclone 2": {"rclone", []string{"YmJiYmJiYmJiYmJi", "YmJiYp3gcEWbAw"}},
		// RFC 8037, appendix A.1
		"JWK": {"jwk", []string{`{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuws`, `xERJxWl7MmkZcDusAxyuf2A"}`}},
		// RFC 8410, section 10.3
		"PEM, Ed25519": {"pem", []string{"-----BEGIN PRIVATE", " KEY-----\n", "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC", "\n-----END PRIVATE KEY-----"}},
	} {
		t.Run(name, func(t *testing.T) {
			token := strings.Join(c.pieces, "")
			check := rules.Checksums[c.check]
			require.NotNil(t, check)
			assert.True(t, check(token))
			if c.check == "github" || c.check == "npm" || c.check == "grafana" {
				for i := strings.LastIndexByte(token, '_') + 1; i < len(token); i++ {
					b := []byte(token)
					b[i] ^= 1
					assert.False(t, check(string(b)), "with another character at %d", i)
				}
			}
		})
	}
}

func TestChecksumsRefuse(t *testing.T) {
	pem := func(body string) string {
		return "-----BEGIN PRIVATE" + " KEY-----\n" + body + "\n-----END PRIVATE KEY-----"
	}
	b64 := base64.RawURLEncoding.EncodeToString
	for name, c := range map[string]struct{ check, text string }{
		"GitHub: nothing behind the prefix":      {"github", "ghp" + "_"},
		"GitHub: checksum alone":                 {"github", "ghp" + "_000000"},
		"GitHub: no prefix":                      {"github", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18"},
		"Grafana: no checksum":                   {"grafana", "glsa" + "_iNValIdinValiDinvalidinvalidinva"},
		"Grafana: checksum in capitals":          {"grafana", "glsa" + "_iNValIdinValiDinvalidinvalidinva_5B582697"},
		"Grafana: no underscore":                 {"grafana", "glsa"},
		"Grafana: other byte order":              {"grafana", "glsa" + "_iNValIdinValiDinvalidinvalidinva_9726585b"},
		"AWS: too short":                         {"aws-key-id", "AKIA" + "IOSFODNN7EXAMPL"},
		"AWS: too long":                          {"aws-key-id", "AKIA" + "IOSFODNN7EXAMPLEA"},
		"AWS: no base32":                         {"aws-key-id", "AKIA" + "IOSFODNN7EXAMPL1"},
		"AWS: lower case":                        {"aws-key-id", "AKIA" + "iosfodnn7example"},
		"AWS: account zero":                      {"aws-key-id", "AKIA" + "AAAAAAAAAAAAAAAA"},
		"AWS: account of thirteen digits":        {"aws-key-id", "AKIA" + "7777777777777777"},
		"PyPI: no macaroon":                      {"pypi", "pypi" + "-" + b64([]byte("hello, this is no macaroon"))},
		"PyPI: of another place":                 {"pypi", "pypi" + "-" + b64([]byte("\x02\x01\x0bexample.org\x02\x01x"))},
		"PyPI: other version":                    {"pypi", "pypi" + "-" + b64([]byte("\x01\x01\x08pypi.org"))},
		"PyPI: length beyond the end":            {"pypi", "pypi" + "-" + b64([]byte("\x02\x01\xffpypi.org"))},
		"PyPI: cut off":                          {"pypi", "pypi" + "-AgE"},
		"PyPI: no base64":                        {"pypi", "pypi" + "-Ag!!"},
		"JWT: two parts":                         {"jwt", b64([]byte(`{"alg":"none"}`)) + "." + b64([]byte(`{}`))},
		"JWT: no algorithm":                      {"jwt", b64([]byte(`{"typ":"JWT"}`)) + "." + b64([]byte(`{}`)) + ".x"},
		"JWT: the header is no JSON":             {"jwt", b64([]byte(`{"alg":`)) + "." + b64([]byte(`{}`)) + ".x"},
		"JWT: the claims are no object":          {"jwt", b64([]byte(`{"alg":"none"}`)) + "." + b64([]byte(`[1]`)) + ".x"},
		"JWT: the claims are no base64":          {"jwt", b64([]byte(`{"alg":"none"}`)) + ".!." + "x"},
		"age: a character changed":               {"bech32", "AGE-SECRET" + "-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F7"},
		"age: no data":                           {"bech32", "AGE-SECRET" + "-KEY-1"},
		"age: no alphabet":                       {"bech32", "AGE-SECRET" + "-KEY-1BBBBBBBB"},
		"GitLab: a dot and no checksum":          {"gitlab", "glpat" + "-abc."},
		"Cisco: no offset":                       {"cisco-7", "99" + "0A151C36435C0D"},
		"Cisco: odd":                             {"cisco-7", "044B0A151C36435C0"},
		"Cisco: not printable":                   {"cisco-7", "00FFFFFFFF"},
		"Cisco: empty":                           {"cisco-7", ""},
		"GPP: no padding":                        {"gpp", "j1Uyj3Vx8TY9LtLZil2uAg"},
		"GPP: not whole blocks":                  {"gpp", "j1Uyj3Vx8TY9"},
		"rclone: nothing behind the first block": {"rclone", "YWFhYWFhYWFhYWFhYWFhYQ"},
		"rclone: not text":                       {"rclone", "YWFhYWFhYWFhYWFhYWFhYf__"},
		"JWK: public":                            {"jwk", `{"kty":"EC","crv":"P-256","x":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}`},
		"JWK: unknown curve":                     {"jwk", `{"kty":"EC","crv":"P-1","d":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}`},
		"Kubernetes: a word":                     {"kubernetes-data", "  password: Y2hhbmdlLW1l\n"},
		"Kubernetes: no base64":                  {"kubernetes-data", "  password: a\n"},
		"GitHub's stateless token: no JWT":       {"github-jwt", "ghs" + "_1_x"},
		"PEM: no body":                           {"pem", pem("")},
		"PEM: dots":                              {"pem", pem("...\n...\n...")},
		"PEM: too short for any key":             {"pem", pem("MC4CAQAwBQYDK2Vw")},
		"PEM: prose":                             {"pem", pem("put your key here, please, it is needed to sign requests!")},
		"PEM: labels differ":                     {"pem", strings.Replace(pem(strings.Repeat("MC4C", 20)), "END PRIVATE", "END PUBLIC", 1)},
		"PEM: no end":                            {"pem", strings.Split(pem(strings.Repeat("MC4C", 20)), "-----END")[0]},
		"PEM: something before":                  {"pem", "x" + pem(strings.Repeat("MC4C", 20))},
		"PEM: a length that no base64 can have":  {"pem", pem(strings.Repeat("MC4C", 20) + "A")},
	} {
		t.Run(name, func(t *testing.T) { assert.False(t, rules.Checksums[c.check](c.text)) })
	}
}

// How a key is written down in sources.
func TestPEMForms(t *testing.T) {
	const a, b = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK", "1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC"
	begin, end := "-----BEGIN PRIVATE"+" KEY-----", "-----END PRIVATE KEY-----"
	for name, text := range map[string]string{
		"lines":                    begin + "\n" + a + "\n" + b + "\n" + end,
		"CRLF":                     begin + "\r\n" + a + "\r\n" + b + "\r\n" + end,
		"indented":                 begin + "\n    " + a + "\n    " + b + "\n    " + end,
		"one line":                 begin + a + b + end,
		"newlines written out":     begin + `\n` + a + `\n` + b + `\n` + end,
		"CRLF written out":         begin + `\r\n` + a + `\r\n` + b + `\r\n` + end,
		"concatenated":             begin + "\\n\" +\n  \"" + a + "\\n\" +\n  \"" + b + "\\n\" +\n  \"" + end,
		"a list of strings":        begin + "\",\n\"" + a + "\",\n\"" + b + "\",\n\"" + end,
		"a header":                 begin + "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n" + a + "\n" + b + "\n" + end,
		"an armour's checksum":     begin + "\nVersion: GnuPG v2\n\n" + a + "\n" + b + "\n=twTO\n" + end,
		"comments of a shell":      begin + "\n# " + a + "\n# " + b + "\n# " + end,
		"comments without a blank": begin + "\n#" + a + "\n#" + b + "\n#" + end,
		"comments of C":            begin + "\n // " + a + "\n // " + b + "\n // " + end,
		"the same, no blank":       begin + "\n//" + a + "\n//" + b + "\n//" + end,
		"a comment block":          begin + "\n * " + a + "\n * " + b + "\n * " + end,
		"comments of SQL":          begin + "\n-- " + a + "\n-- " + b + "\n-- " + end,
		"quoted in a mail":         begin + "\n> " + a + "\n> " + b + "\n> " + end,
		"added by a patch":         begin + "\n+" + a + "\n+" + b + "\n+" + end,
		"removed by a patch":       begin + "\n-" + a + "\n-" + b + "\n-" + end,
		"newlines escaped twice":   begin + `\\n` + a + `\\n` + b + `\\n` + end,
		"newlines of JSON":         begin + `\u000a` + a + `\u000A` + b + `\u000a` + end,
		"newlines of XML":          begin + `&#10;` + a + `&#xA;` + b + `&#13;&#10;` + end,
		"newlines of a URL":        begin + `%0A` + a + `%0D%0A` + b + `%0a` + end,
		"with tabs, CRLF":          begin + "\r\n\t" + a + "\r\n\t" + b + "\r\n\t" + end,
		"concatenated with dots":   begin + "' .\n'" + a + "' .\n'" + b + "' .\n'" + end,
		"appended":                 begin + "\" &\n\"" + a + "\" &\n\"" + b + "\" &\n\"" + end,
		"continued with backslash": begin + "\\\n" + a + "\\\n" + b + "\\\n" + end,
	} {
		t.Run(name, func(t *testing.T) { assert.True(t, rules.Checksums["pem"](text)) })
	}
}

// What a template draws passes the check of its name, and what "-bad" draws does not.
func TestTemplatesAgreeWithChecks(t *testing.T) {
	for template, c := range map[string]struct {
		check string
		want  bool
	}{
		"github:ghp_": {"github", true}, "github-bad:ghp_": {"github", false},
		"npm": {"npm", true}, "npm-bad": {"npm", false},
		"grafana-sa": {"grafana", true}, "grafana-sa-bad": {"grafana", false},
		"aws-key-id:AKIA": {"aws-key-id", true},
		"pypi":            {"pypi", true},
		"jwt":             {"jwt", true},
		"pem:PRIVATE KEY": {"pem", true}, "pem-one-line:RSA PRIVATE KEY": {"pem", true}, "pem-broken:PRIVATE KEY": {"pem", false},
	} {
		t.Run(template, func(t *testing.T) {
			r := rand.New(rand.NewSource(1))
			for range 200 {
				token := drawOne(t, r, "{{"+template+"}}")
				require.Equal(t, c.want, rules.Checksums[c.check](token), "drawn from {{%s}}", template)
			}
		})
	}
}

func FuzzChecksums(f *testing.F) {
	for _, s := range []string{"", "_", "ghp_x", "glsa_x_y", "AKIA", "pypi-AgEI", "..", "-----BEGIN A-----x-----END A-----", "a_\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, name := range rules.ChecksumNames() {
			assert.Equal(t, rules.Checksums[name](s), rules.Checksums[name](s), "%s: the same answer twice", name)
		}
	})
}

func TestChecksumNamesAreSortedAndUsed(t *testing.T) {
	assert.IsIncreasing(t, rules.ChecksumNames())
	set, err := rules.Builtin()
	require.NoError(t, err)
	used := map[string]bool{}
	for _, r := range set.Rules {
		used[r.Checksum] = true
	}
	for _, name := range rules.ChecksumNames() {
		assert.True(t, used[name], "no rule uses checksum %q", name)
	}
}
