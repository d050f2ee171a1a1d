package token

import (
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
)

// Families whose tokens say nothing but their kind: one of each form, and each rule.
func TestClouds(t *testing.T) {
	uuid := "01234567-89ab-4cde-8f01-23456789abcd"
	check(t,
		tells{"Alibaba key id", Input{Secret: of("LTAI", 20, alnum)}, "family: alibaba\nissuer: Alibaba Cloud\nkind: access key id (long-term)\nnever expires"},
		tells{"Alibaba secret", Input{Rule: "alibaba-access-key-secret", Secret: drawn(30, alnum)}, "kind: access key secret\nnever expires"},
		tells{"Alibaba, temporary", Input{Secret: of("STS.NU", 24, alnum)}, "kind: access key id (temporary, of STS)\nlifetime: 12h0m0s\nno never expires"},
		tells{"Tencent id", Input{Secret: of("AKID", 32, alnum)}, "family: tencent\nkind: secret id"},
		tells{"Tencent key", Input{Rule: "tencent-secret-key", Secret: drawn(32, alnum)}, "kind: secret key\nnever expires"},
		tells{"IBM", Input{Rule: "ibm-service-credentials", Secret: drawn(44, alnum), Parts: map[string]string{"ibm-resource-name": "crn:v1:bluemix:public:cloud-object-storage:global"}}, `
			family: ibm
			kind: API key of service credentials
			detail: Service=cloud-object-storage
			detail: Region=global`},
		tells{"IBM Cloud", Input{Rule: "ibm-cloud-api-key", Secret: drawn(44, alnum)}, "kind: IBM Cloud API key\nno detail"},
		tells{"Oracle", Input{Rule: "generic-api-key", Secret: drawn(20, alnum), Lines: "user=ocid1.user.oc1..aaaaaaaaexampleaaaaaaaaexample tenancy=ocid1.tenancy.oc1..bbbbbbbbexamplebbbbbbbb bucket=ocid1.bucket.oc1.eu-frankfurt-1.ccccccccexamplecccc"}, `
			family: oracle
			issuer: Oracle Cloud
			subject: ocid1.user.oc1..aaaaaaaaexampleaaaaaaaaexample
			account: ocid1.tenancy.oc1..bbbbbbbbexamplebbbbbbbb
			detail: Region=eu-frankfurt-1`},
		tells{"Yandex API key", Input{Secret: of("AQ"+"VN", 36, alnum)}, "family: yandex\nkind: API key of a service account"},
		tells{"Yandex IAM", Input{Secret: "t1.9" + drawn(100, alnum) + "." + drawn(86, alnum)}, "kind: IAM token\nlifetime: 12h0m0s"},
		tells{"Yandex OAuth", Input{Secret: of("y0_", 55, alnum)}, "kind: OAuth token"},
		tells{"Yandex static key", Input{Rule: "yandex-static-key-secret", Secret: of("YC", 38, alnum)}, "kind: secret of a static access key"},
		tells{"DigitalOcean", Input{Secret: of("dop_v1_", 64, hex)}, "family: digitalocean\nkind: personal access token\nno never expires"},
		tells{"DigitalOcean OAuth", Input{Secret: of("doo_v1_", 64, hex)}, "kind: OAuth access token\nlifetime: 720h0m0s"},
		tells{"DigitalOcean refresh", Input{Secret: of("dor_v1_", 64, hex)}, "kind: OAuth refresh token"},
		tells{"Spaces", Input{Rule: "digitalocean-spaces-secret", Secret: drawn(43, base64s)}, "kind: secret key of Spaces"},
		tells{"Scaleway", Input{Rule: "scaleway-secret-key", Secret: uuid}, "family: scaleway\nkind: secret key of an API key"},
		tells{"Hetzner", Input{Rule: "hetzner-cloud-token", Secret: drawn(64, alnum)}, "family: hetzner\nkind: Cloud API token of a project"},
		tells{"Linode", Input{Rule: "linode-api-token", Secret: drawn(64, hex)}, "family: linode\nkind: personal access token"},
		tells{"OVH", Input{Rule: "ovh-consumer-key", Secret: drawn(32, alnum)}, "family: ovh\nkind: consumer key"},
		tells{"Vultr", Input{Rule: "vultr-api-key", Secret: drawn(36, alnum)}, "family: vultr\nkind: API key"},
		tells{"Heroku", Input{Secret: of("HRKU-AA", 58, alnum)}, "family: heroku\nkind: API key or OAuth token"},
		tells{"Heroku, old", Input{Rule: "heroku-legacy-api-key", Secret: uuid}, "kind: API key (older form)"},
		tells{"Fastly", Input{Rule: "fastly-api-token", Secret: drawn(32, alnum)}, "family: fastly\nkind: API token"},
		tells{"Netlify", Input{Secret: of("nfp_", 36, alnum)}, "family: netlify\nkind: personal access token"},
		tells{"Netlify build", Input{Rule: "netlify-token", Secret: of("nf"+"b_", 36, alnum)}, "kind: token of a build"},
		tells{"Netlify, old", Input{Rule: "netlify-legacy-token", Secret: drawn(43, alnum)}, "kind: access token"},
		tells{"Vercel", Input{Secret: of("vcp_", 24, alnum)}, "family: vercel\nkind: personal access token"},
		tells{"Vercel gateway", Input{Rule: "vercel-token", Secret: of("vck_", 24, alnum)}, "kind: API key of the AI Gateway"},
		tells{"Render", Input{Secret: of("rnd_", 28, alnum)}, "family: render\nkind: API key"},
		tells{"Render hook", Input{Rule: "render-deploy-hook", Secret: drawn(11, alnum)}, "kind: deploy hook"},
		tells{"Supabase PAT", Input{Secret: of("sbp_", 40, hex)}, "family: supabase\nkind: personal access token"},
		tells{"Supabase secret key", Input{Secret: of("sb_secret_", 31, alnum)}, "kind: secret key of a project"},
		tells{"Akamai", Input{Rule: "akamai-edgegrid-secret", Secret: drawn(43, alnum) + "="}, "family: akamai\nkind: client secret of EdgeGrid credentials"},
		tells{"Backblaze", Input{Rule: "backblaze-application-key", Secret: of("K005", 27, base64s)}, "family: backblaze\nkind: application key of B2"},
		tells{"Wasabi", Input{Rule: "wasabi-secret-key", Secret: drawn(40, alnum)}, "family: wasabi\nnever expires"},
		tells{"UpCloud", Input{Secret: "ucat_" + "01" + strings.ToUpper(drawn(24, lower))}, "family: upcloud\nkind: API token"},
		tells{"Civo", Input{Rule: "civo-api-key", Secret: drawn(50, alnum)}, "family: civo"},
		tells{"Exoscale", Input{Rule: "exoscale-configured-secret", Secret: drawn(43, alnum)}, "family: exoscale\nkind: secret of an API key\nnever expires"},
		tells{"IONOS", Input{Rule: "ionos-developer-key", Secret: drawn(32, hex) + "." + drawn(86, alnum)}, "family: ionos"},
		tells{"Koyeb", Input{Rule: "koyeb-api-token", Secret: drawn(64, lower)}, "family: koyeb"},
		tells{"Railway", Input{Rule: "railway-token", Secret: uuid}, "family: railway\nkind: project, workspace or account token"},
		tells{"Volcengine", Input{Rule: "volcengine-secret-key", Secret: drawn(58, alnum) + "=="}, "family: volcengine\nnever expires"},
		tells{"Huawei", Input{Rule: "huawei-secret-key", Secret: drawn(40, alnum)}, "family: huawei\nissuer: Huawei Cloud"},
		tells{"too short", Input{Secret: of("dop_v1_", 10, hex)}, "nothing"},
	)
}

func TestCloudflare(t *testing.T) {
	body := drawn(40, alnum)
	tunnel := func(json string) Input {
		return Input{Rule: "cloudflare-tunnel-token", Secret: base64.StdEncoding.EncodeToString([]byte(json))}
	}
	account, id := drawn(32, hex), "01234567-89ab-4cde-8f01-23456789abcd"
	check(t,
		tells{"user token", Input{Secret: "cfut_" + body + fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(body)))}, `
			family: cloudflare
			kind: API token of a user
			checksum: valid`},
		tells{"global key with another checksum", Input{Secret: "cfk_" + body + drawn(8, hex)}, "kind: global API key\nnever expires\nno checksum"},
		tells{"account token", Input{Secret: "cfat_" + body + drawn(8, hex)}, "kind: API token of an account"},
		tells{"old global key", Input{Rule: "cloudflare-global-api-key", Secret: drawn(37, hex)}, "kind: global API key"},
		tells{"service token", Input{Rule: "cloudflare-access-client-secret", Secret: drawn(64, hex)}, "kind: client secret of a service token of Access\nno lifetime"},
		tells{"tunnel", tunnel(`{"a":"` + account + `","t":"` + id + `","s":"` + drawn(44, alnum) + `","e":"us"}`), `
			kind: token of a tunnel
			account: ` + account + `
			subject: tunnel ` + id + `
			detail: Region=us
			never expires`},
		tells{"tunnel, cut off", tunnel(`{"a":"x","t":"y","s":"z"}`), "kind: token of a tunnel\nnever expires\nno account"},
		tells{"no tunnel", Input{Rule: "mine", Secret: tunnel(`{"a":"x","t":"y","s":"z"}`).Secret}, "nothing"},
	)
}

// The forms are those of github.com/superfly/macaroon: arrays for structs, [nonce,
// location, caveats, signature].
func TestFly(t *testing.T) {
	const (
		nonce    = "\x93\xc4\x02id\xc4\x04rand\xc2"
		location = "\xb5https://api.fly.io/v1"
		org      = "\x00\x92\xcd\x04\xd2\x1f"                                         // organisation 1234: everything
		apps     = "\x03\x91\x81\xcd\x16\x2e\x03"                                     // application 5678: read and write
		window   = "\x04\x92\xce\x65\x53\xf1\x00\xce\x65\xd1\x3d\xd0"                 // 1700000000 to 1708211664
		machine  = "\x0f\x91\xa5m1234" + "\x08\x91\x2a" + "\x07\x91\x81\xa5m5678\x10" // from a machine, of user 42, for a machine
	)
	token := func(prefix, caveats string, n byte) Input {
		raw := "\x94" + nonce + location + string([]byte{0x90 + 2*n}) + caveats + "\xc4\x20" + drawn(32, alnum)
		return Input{Rule: "flyio-access-token", Secret: prefix + base64.StdEncoding.EncodeToString([]byte(raw))}
	}
	two := token("fm2_", org+window, 2)
	two.Secret = "FlyV1 " + two.Secret + ",fm2_" + drawn(40, alnum)
	check(t,
		tells{"with a window", token("fm2_", org+apps+window, 3), `
			family: flyio
			issuer: Fly.io
			kind: access token (macaroon)
			account: 1234
			grants: organisation 1234: everything
			grants: application 5678: read, write
			not before: 2023-11-14T22:13:20Z
			expires: 2024-02-17T23:14:24Z
			detail: Location=https://api.fly.io/v1
			risk: +0 it was given a life of 95 days`},
		tells{"without end", token("fm1r_", org, 1), `
			never expires
			risk: +1 it has no caveat of time: it never expires`},
		tells{"from a machine", token("fm2_", machine, 3), `
			subject: user 42
			bound: address machine m1234
			grants: machine m5678: control
			risk: -1 it works from one machine only`},
		tells{"several", two, "account: 1234\nexpires: 2024-02-17T23:14:24Z"},
		tells{"discharge", token("fm1a_", org, 1), "kind: discharge of a token: proof of who uses it"},
		tells{"not to be decoded", Input{Rule: "flyio-access-token", Secret: of("fm2_", 100, alnum)}, "kind: access token (macaroon)\nno never expires"},
		tells{"personal", Input{Secret: of("fo1_", 43, alnum)}, "kind: personal access token"},
		tells{"too short", Input{Rule: "mine", Secret: "fm2_abc"}, "nothing"},
	)
}

func TestOAuth(t *testing.T) {
	s := drawn(32, alnum)
	check(t,
		tells{"client secret, by rule", Input{Rule: "acme-client-secret", Secret: s}, `
			family: oauth
			kind: OAuth client secret (RFC 6749, section 2.3.1)
			risk: +0 client secrets seldom expire: it works until it is rotated`},
		tells{"client secret, by name", Input{Rule: "generic-api-key", Secret: s, Match: `client_secret: "` + s + `"`}, "kind: OAuth client secret (RFC 6749, section 2.3.1)"},
		tells{"refresh token", Input{Rule: "generic-api-key", Secret: s, Match: `"refresh_token": "` + s}, "kind: OAuth refresh token (RFC 6749, section 1.5)"},
		tells{"code", Input{Rule: "generic-api-key", Secret: s, Match: `authorization_code=` + s}, "risk: -1 a code is for one use and lives for ten minutes at most (section 4.1.2)"},
		tells{"another name", Input{Rule: "generic-api-key", Secret: s, Match: `password=` + s}, "family: named-value"},
	)
}

func TestSecretToken(t *testing.T) {
	check(t, tells{"RFC 8959, section 2", Input{Rule: "secret-token-uri", Secret: "secret-token:" + "E92FB7EB-D882-47A4-A265-A0B6135DC842"}, `
		family: secret-token
		kind: secret-token URI (RFC 8959)
		risk: +0 its issuer has marked it as a secret that belongs into no repository`})
}
