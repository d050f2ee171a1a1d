package token

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// hostileClaims are claims that are JSON, or nearly, and no claims of anybody.
var hostileClaims = []string{
	`{}`, `[]`, `null`, `{"exp":1e999}`, `{"exp":-1}`, `{"exp":99999999999999999999999999}`, `{"exp":"soon","iat":true}`,
	`{"iat":1700000000,"exp":1,"nbf":1.5e9}`, `{"sub":{"a":1},"aud":{"b":2},"scope":[[],{},1,null,"x"]}`,
	`{"sub":"a","sub":"b"}`, `{"cnf":{"jwk":{"kty":"EC","x":1}}}`, `{"cnf":"x"}`, `{"cnf":{"jwk":{"kty":"RSA","e":"","n":null}}}`,
	`{"a":` + strings.Repeat("[", 900), `{"iss":"https://x/realms/","resource_access":{"a":{"roles":["b"]},"b":1}}`,
	`{"kubernetes.io":{"namespace":7}}`, `{"iss":"https://oidc.eks."}`, `{"aud":["` + strings.Repeat(`x","`, 300) + `"]}`,
	`{"sub":"` + strings.Repeat("é", 400) + `"}`, "{\"sub\":\"\xff\xfe\"}", `{"exp":1e400} trailing`, `{"project_path":1,"pipeline_id":2,"job_id":3}`,
}

// Whatever a repository holds: no panic, and an answer that can be shown. It says the
// same each time, its texts and lists are short, and its dates are dates.
func FuzzRead(f *testing.F) {
	enc := base64.RawURLEncoding.EncodeToString
	for _, claims := range hostileClaims {
		for _, alg := range []string{"none", "HS256", ""} {
			jwt := enc([]byte(`{"alg":"`+alg+`"}`)) + "." + enc([]byte(claims)) + "."
			f.Add("jwt", jwt, jwt, "token: "+jwt, "")
		}
	}
	f.Add("aws-secret-access-key", "x", "secret=x", "secret=x", "AK"+"IA")
	f.Add("aws-presigned-url", "a", "X-Amz-Credential=////&X-Amz-Signature=a", "?X-Amz-Date=99991231T000000Z&X-Amz-Expires=99999999999&X-Amz-Credential=////&X-Amz-Signature=a", "")
	f.Add("azure-sas", "%", "sv=2024-01-01&sp=\xff&sig=%", "https://h/?sv=2024-01-01&sp=\xff&se=0000-00-00&sig=%", "")
	f.Add("azure-service-bus-key", "k", "k", "Endpoint=://;SharedAccessKeyName=\xf0;sharedaccesskey=k İİİİAccountName=", "")
	f.Add("x", "y", "SharedAccessSignature sr=%", "SharedAccessSignature sr=%zz&sig=y&se=-1", "")
	f.Add("flyio-access-token", "fm2_"+base64.StdEncoding.EncodeToString([]byte("\x94\xdd\xff\xff\xff\xff\xdf\xff\xff\xff\xff\xc6\xff\xff\xff\xff")), "", "", "")
	f.Add("flyio-access-token", "fm2_"+base64.StdEncoding.EncodeToString([]byte(strings.Repeat("\x91", 200))), "", "", "")
	f.Add("x", "s", "Key-Pair-Id=k&Signature=s", "?Policy=e30_&Key-Pair-Id=k&Signature=s", "")
	f.Add("gcp-service-account-key", "k", "k", `{"client_email":"@","project_id":""}`, "a@b.iam.gserviceaccount.com")
	f.Fuzz(func(t *testing.T, rule, secret, match, lines, part string) {
		in := &Input{Rule: rule, Names: []string{rule}, Secret: secret, Match: match, Lines: lines, Parts: map[string]string{
			"aws-access-key-id": part, "gcp-service-account-email": part, "ibm-resource-name": part, "google-oauth-client-id": part,
		}}
		tok := Read(in)
		require.Equal(t, tok, Read(in))
		if tok != nil {
			assertShown(t, tok)
		}
	})
}

// What a token holds in base64 is as hostile: no fuzzer finds its way through that.
func FuzzEncoded(f *testing.F) {
	for _, claims := range hostileClaims {
		f.Add([]byte(claims))
	}
	for _, claims := range []string{
		`{"iss":"https://sts.windows.net/t/","aud":["https://vault.azure.net"],"roles":["a"],"oid":"x","sub":"x","exp":1700000000,"iat":1}`,
		`{"iss":"kubernetes/serviceaccount","kubernetes.io":{"pod":{"name":"p"},"namespace":"n"}}`,
		`{"iss":"a@b.iam.gserviceaccount.com","aud":"x/token"}`, `{"iss":"https://cognito-idp.x.amazonaws.com/pool","token_use":"id"}`,
		`{"iss":"https://x.okta.com","scp":["okta.users"]}`, `{"iss":"supabase","role":"anon","ref":"r"}`, `{"cnf":{"jkt":"x"},"nonce":1}`,
		`{"a":"` + strings.Repeat("a", 32) + `","t":"` + strings.Repeat("t", 36) + `","s":"s"}`,
		"BedrockAPIKey-x-at-123456789012:y", "bedrock.amazonaws.com/?X-Amz-Credential=a/b/c/d/e&X-Amz-Date=20250701T120000Z&X-Amz-Expires=9",
		"\x94\xc0\xa0\x96\x00\x92\x01\x1f\x03\x91\x81\x01\x03\x04\x92\x01\x02\xc0",
	} {
		f.Add([]byte(claims))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		std, url := base64.StdEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString(raw)
		header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"ES256","kid":"ABCDEFGHIJ"}`))
		for _, secret := range []string{header + "." + url + ".x", url + "." + url + ".x", url + "...." + url, "fm2_" + std, "ABSK" + std, "bedrock-api-key-" + std, std} {
			in := &Input{Rule: "flyio-access-token", Secret: secret, Match: secret, Lines: secret + string(raw)}
			if tok := Read(in); tok != nil {
				assertShown(t, tok)
				require.Equal(t, tok, Read(in))
			}
		}
	})
}

// Sizes and depths that a fuzzer does not reach are read in no time, or not at all.
func TestReadOfLargeSecrets(t *testing.T) {
	long := strings.Repeat("x", 40<<10)
	for name, secret := range map[string]string{
		"deep":        jwt(`{"alg":"none"}`, `{"sub":`+strings.Repeat(`{"a":`, 9000)+strings.Repeat("}", 9000)+`}`),
		"long":        jwt(`{"alg":"none"}`, `{"sub":"`+long+`"}`),
		"wide":        jwt(`{"alg":"none"}`, `{"aud":["`+strings.Repeat(`x","`, 9000)+`"],"scope":"`+strings.Repeat("a ", 9000)+`"}`),
		"roles":       jwt(`{"alg":"none"}`, `{"iss":"https://k/realms/r","resource_access":{`+strings.Repeat(`"x":{"roles":["y"]},`, 1500)+`"z":1}}`),
		"huge":        jwt(`{"alg":"none"}`, `{"sub":"`+strings.Repeat(long, 100)+`"}`),
		"dots":        strings.Repeat("e.", 1<<20),
		"macaroon":    "fm2_" + strings.Repeat("kZGR", 1<<18),
		"one URL":     "https://h/?" + strings.Repeat("a=b&", 1<<18) + "X-Amz-Signature=x",
		"many quotes": "sig=" + strings.Repeat(`"`, 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			if tok := Read(&Input{Rule: "x", Secret: secret, Match: secret, Lines: secret}); tok != nil {
				assertShown(t, tok)
			}
			assert.Less(t, time.Since(began), 2*time.Second)
		})
	}
}

// assertShown asserts that a report can show a token, whatever was read.
func assertShown(t *testing.T, tok *leak.Token) {
	t.Helper()
	b, err := json.Marshal(tok)
	require.NoError(t, err)
	assert.Less(t, len(b), 64<<10)
	assert.NotEmpty(t, tok.Family)
	for _, s := range append(append(tok.Audience, tok.Scopes...), tok.Issuer, tok.Kind, tok.Subject, tok.Account, tok.Host) {
		assert.LessOrEqual(t, len(s), 400)
	}
	for _, all := range [][]string{tok.Audience, tok.Scopes, tok.Grants} {
		assert.LessOrEqual(t, len(all), 300)
	}
	assert.LessOrEqual(t, len(tok.Details), 100)
	for _, at := range []*time.Time{tok.Issued, tok.NotBefore, tok.Expires} {
		if at != nil {
			assert.Equal(t, time.UTC, at.Location())
			assert.False(t, at.Before(earliest) || at.After(latest))
		}
	}
	assert.Contains(t, []string{"", leak.EnvironmentLive, leak.EnvironmentTest}, tok.Environment)
	assert.Contains(t, []string{"", leak.ReachLoopback, leak.ReachPrivate, leak.ReachPublic}, tok.Reach)
}
