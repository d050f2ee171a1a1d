package rules_test

import (
	"encoding/base64"
	"encoding/hex"
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
	rfc8032, err := hex.DecodeString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60" +
		"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
	require.NoError(t, err)
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
		// en.bitcoin.it/wiki/Wallet_import_format
		"WIF": {"base58check", []string{"5HueCGU8rMjxEXxiPuD5BDku4M", "kFqeZyd4dZ1jvhTVqvbTLvyTJ"}},
		// BIP-32, test vector 1
		"BIP-32": {"base58check", []string{"xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqji", "ChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi"}},
		// xrpl.org/docs/concepts/accounts/cryptographic-keys
		"Ripple":          {"ripple-seed", []string{"sn3nxiW7v8KXz", "PzAqzyHXbSSKNuN9"}},
		"Ripple, Ed25519": {"ripple-seed", []string{"sEdSKaCy2JT7JaM7", "v95H9SxkhP9wS2r"}},
		// NIP-19
		"Nostr": {"bech32", []string{"nsec1vl029mgpspedva04g90vltkh6fvh24", "0zqtv9k0t9af8935ke9laqsnlfe5"}},
		// BIP-173
		"Bech32, in capitals": {"bech32", []string{"A1", "2UEL5L"}},
		// SEP-23 and the test of stellar-base for its seeds
		"Stellar": {"stellar-seed", []string{"SDJHRQF4GCMIIKAAAQ6IHY42X73F", "QFLHUULAPSKKD4DFDM7UXWWCRHBE"}},
		// BIP-39, github.com/trezor/python-mnemonic/blob/master/vectors.json
		"BIP-39, 12 words": {"bip39", []string{strings.Repeat("abandon ", 11), "about"}},
		"BIP-39, 18 words": {"bip39", []string{strings.Repeat("letter advice cage absurd amount doctor acoustic avoid ", 2), "letter always"}},
		"BIP-39, 24 words": {"bip39", []string{strings.Repeat("zoo ", 23), "vote"}},
		// RFC 8032, section 7.1, test 1: seed and public key
		"Ed25519": {"ed25519-keypair", []string{base64.StdEncoding.EncodeToString(rfc8032)}},
		// RFC 7519, section 3.1
		"JWT": {"jwt", []string{rfc7519}},
		// c2sp.org/CCTV/age, the identity of its test files
		"age": {"bech32", []string{"AGE-SEC", "RET-K", "EY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6"}},
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
		"Base58Check: no base 58":                {"base58check", "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyT0"},
		"Base58Check: nothing":                   {"base58check", ""},
		"Base58Check: too long to look at":       {"base58check", strings.Repeat("1", 300)},
		"Bech32: no separator":                   {"bech32", "nsec"},
		"Bech32: no word":                        {"bech32", "1qqqqqqqq"},
		"Bech32: no base 32":                     {"bech32", "abc1bbbbbbbbbb"},
		"Stellar: public key":                    {"stellar-seed", "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ"},
		"Stellar: nothing":                       {"stellar-seed", ""},
		"BIP-39: eleven words":                   {"bip39", strings.Repeat("abandon ", 10) + "about"},
		"BIP-39: other check":                    {"bip39", strings.Repeat("abandon ", 12)},
		"BIP-39: no word of the list":            {"bip39", strings.Repeat("abandon ", 11) + "abut"},
		"BIP-39: 27 words":                       {"bip39", strings.Repeat("abandon ", 27)},
		"Ed25519: other public key":              {"ed25519-keypair", base64.StdEncoding.EncodeToString(make([]byte, 64))},
		"Ed25519: numbers that are no bytes":     {"ed25519-keypair", strings.Repeat("256,", 63) + "256"},
		"Ed25519: too many numbers":              {"ed25519-keypair", strings.Repeat("0,", 64) + "0"},
		"Ed25519: nothing":                       {"ed25519-keypair", ""},
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
		"Kubernetes: a word":                     {"kubernetes-data", "  password: Y2hh" + "bmdlLW1l\n"},
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
		"aws-key-id:AKIA":    {"aws-key-id", true},
		"pypi":               {"pypi", true},
		"jwt":                {"jwt", true},
		"base58check:80.r32": {"base58check", true}, "base58check-bad:80.r32": {"base58check", false},
		"base58sum:xprv/100": {"base58check", true}, "ripple-sum:sEd/28": {"ripple-seed", true},
		"ripple:21.r16": {"ripple-seed", true}, "ripple-bad:21.r16": {"ripple-seed", false},
		"bech32of:nsec 52": {"bech32", true}, "bech32of-bad:nsec 52": {"bech32", false},
		"stellar-seed:r32": {"stellar-seed", true}, "stellar-seed-bad:r32": {"stellar-seed", false},
		"bip39:r16": {"bip39", true}, "bip39:r32": {"bip39", true}, "bip39-bad:r20": {"bip39", false},
		"ed25519-base58": {"ed25519-keypair", true}, "ed25519-base58-bad": {"ed25519-keypair", false},
		"ed25519-base64": {"ed25519-keypair", true}, "ed25519-array: ": {"ed25519-keypair", true},
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
