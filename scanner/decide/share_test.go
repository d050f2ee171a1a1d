package decide_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

func at(secret, path string, change func(*leak.Finding)) leak.Finding {
	f := leak.Finding{Secret: leak.NewSecret(secret), SecretID: "sid-" + secret, Origin: leak.Origin{Kind: leak.KindFile, Path: path}}
	if change != nil {
		change(&f)
	}
	return f
}

func TestServices(t *testing.T) {
	for name, c := range map[string]struct {
		path   string
		within leak.Within
		want   []string
	}{
		"top-level folder":        {"billing/config/app.yml", leak.Within{}, []string{"billing"}},
		"a folder of services":    {"services/pay/.env", leak.Within{}, []string{"services/pay"}},
		"a file among services":   {"services/.env", leak.Within{}, []string{"services"}},
		"no folder":               {".env", leak.Within{}, []string{"(top)"}},
		"tests are no service":    {"billing/tests/x.py", leak.Within{}, []string{}},
		"documents neither":       {"docs/setup.md", leak.Within{}, []string{}},
		"compose":                 {"deploy/docker-compose.prod.yml", leak.Within{Keys: []string{"services", "db", "environment"}}, []string{"compose service db"}},
		"compose, its name":       {"compose.yaml", leak.Within{Keys: []string{"services", "db"}}, []string{"compose service db"}},
		"secrets of compose":      {"compose.yaml", leak.Within{Keys: []string{"secrets", "db"}}, []string{"(top)"}},
		"Kubernetes":              {"k8s/a.yaml", leak.Within{Keys: []string{"stringData"}, Object: "Secret shop/db"}, []string{"Secret shop/db"}},
		"GitHub job":              {".github/workflows/ci.yml", leak.Within{Keys: []string{"jobs", "deploy", "env"}}, []string{"job deploy of .github/workflows/ci.yml"}},
		"GitHub workflow":         {".github/workflows/ci.yml", leak.Within{Keys: []string{"env"}}, []string{".github/workflows/ci.yml"}},
		"GitLab job":              {".gitlab-ci.yml", leak.Within{Keys: []string{"test", "variables"}}, []string{"job test of .gitlab-ci.yml"}},
		"variables of all":        {".gitlab-ci.yml", leak.Within{Keys: []string{"variables"}}, []string{"(top)"}},
		"a commit message":        {"", leak.Within{}, []string{}},
		"compose of the tests":    {"tests/docker-compose.yml", leak.Within{Keys: []string{"services", "db"}}, []string{}},
		"a manifest in the docs":  {"docs/secret.yaml", leak.Within{Object: "Secret shop/db"}, []string{}},
		"an example of compose":   {"compose.example.yml", leak.Within{Keys: []string{"services", "db"}}, []string{}},
		"a page at the top":       {"README.md", leak.Within{}, []string{}},
		"a page in a service":     {"services/pay/README.rst", leak.Within{}, []string{}},
		"an example":              {"services/pay/.env.example", leak.Within{}, []string{}},
		"a template":              {"config/app.dist.yml", leak.Within{}, []string{}},
		"a test beside the code":  {"billing/pay_test.go", leak.Within{}, []string{}},
		"a test in TypeScript":    {"web/src/login.test.ts", leak.Within{}, []string{}},
		"a test in Python":        {"web/test_login.py", leak.Within{}, []string{}},
		"tests in Java":           {"billing/src/test/java/PayIT.java", leak.Within{}, []string{}},
		"a hidden folder":         {".pnpm-store/v10/a.js", leak.Within{}, []string{}},
		"a job of CircleCI":       {".circleci/config.yml", leak.Within{Keys: []string{"jobs", "x"}}, []string{".circleci/config.yml"}},
		"environments":            {"environments/prod/main.tf", leak.Within{}, []string{"environments/prod"}},
		"latest is no test":       {"latest/app.py", leak.Within{}, []string{"latest"}},
		"YAML keys of other file": {"a/b.yml", leak.Within{Keys: []string{"services", "db"}}, []string{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			fs := []leak.Finding{at("s", c.path, func(f *leak.Finding) { f.Within = c.within })}
			decide.Share(fs)
			assert.Equal(t, c.want, fs[0].Blast.Services)
		})
	}
}

// A folder that was renamed, a workflow and its job, a file and who reads it: one service.
func TestWhatIsNoSharing(t *testing.T) {
	then := func(f *leak.Finding) { f.Exposure.First = &leak.Commit{ID: "1"} }
	now := func(f *leak.Finding) { then(f); f.Exposure.AtHead = true }
	day := func(n int) *leak.Commit { return &leak.Commit{Date: time.Date(2024, 1, n, 0, 0, 0, 0, time.UTC)} }
	from := func(first, last int) func(*leak.Finding) {
		return func(f *leak.Finding) { f.Exposure.First, f.Exposure.Last = day(first), day(last) }
	}
	keys := func(keys ...string) func(*leak.Finding) { return func(f *leak.Finding) { f.Within.Keys = keys } }
	const flow = ".github/workflows/ci.yml"
	for name, c := range map[string]struct {
		findings []leak.Finding
		want     []string
	}{
		"a folder that was renamed":         {[]leak.Finding{at("s", "src/a", then), at("s", "web/a", now)}, []string{"web"}},
		"nothing is left":                   {[]leak.Finding{at("s", "src/a", then), at("s", "web/a", then)}, []string{"src", "web"}},
		"renamed, then removed":             {[]leak.Finding{at("s", "src/a", from(1, 4)), at("s", "web/a", from(5, 9))}, []string{"web"}},
		"at one time, then removed":         {[]leak.Finding{at("s", "src/a", from(1, 6)), at("s", "web/a", from(5, 9))}, []string{"src", "web"}},
		"ten versions":                      {[]leak.Finding{at("s", "web/a", then), at("s", "web/b", now), at("s", "web/c/d", now)}, []string{"web"}},
		"a workflow and its job":            {[]leak.Finding{at("s", flow, keys("env")), at("s", flow, keys("jobs", "test"))}, []string{"job test of " + flow}},
		"two jobs":                          {[]leak.Finding{at("s", flow, keys("jobs", "a")), at("s", flow, keys("jobs", "b"))}, []string{"job a of " + flow, "job b of " + flow}},
		"an .env beside compose":            {[]leak.Finding{at("s", ".env", nil), at("s", "compose.yml", keys("services", "db"))}, []string{"compose service db"}},
		"a file at the top, and a service":  {[]leak.Finding{at("s", "deploy.sh", nil), at("s", "web/a", nil)}, []string{"web"}},
		"of one repository, top of another": {[]leak.Finding{at("s", "a", func(f *leak.Finding) { f.Origin.Repo = "p" }), at("s", "a/b", func(f *leak.Finding) { f.Origin.Repo = "q" })}, []string{"p: (top)", "q: a"}},
	} {
		t.Run(name, func(t *testing.T) {
			decide.Share(c.findings)
			assert.Equal(t, c.want, c.findings[0].Blast.Services)
		})
	}
}

func TestShare(t *testing.T) {
	account := func(name string) func(*leak.Finding) {
		return func(f *leak.Finding) { f.Token = &leak.Token{Issuer: "AWS", Account: name} }
	}
	repo := func(name string) func(*leak.Finding) { return func(f *leak.Finding) { f.Origin.Repo = name } }
	fs := []leak.Finding{
		at("one-secret", "a/x", account("1")), at("one-secret", "a/x", account("1")), at("one-secret", "b/y", account("1")),
		at("two-secret", "a/x", account("1")), at("three", "a/x", account("2")),
		at("one-secret", "c/z", func(f *leak.Finding) { f.Decision.Suppressed = true }),
		at("far-and-wide", "a/x", repo("p")), at("far-and-wide", "a/x", repo("q")),
		at("data:\n  k: "+base64.StdEncoding.EncodeToString([]byte("two-secret"))+"\n  l: one-secret\n", "k8s/s.yml", func(f *leak.Finding) { f.Within.Object = "Secret s" }),
		{Origin: leak.Origin{Path: "id.p12"}},
	}
	decide.Share(fs)
	one := &leak.Blast{Places: 4, Files: 3, Services: []string{"Secret s", "a", "b"}, Account: []string{"sid-two-secret"}}
	assert.Equal(t, one, fs[0].Blast)
	assert.Equal(t, one, fs[2].Blast)
	assert.Equal(t, &leak.Blast{Places: 2, Files: 2, Services: []string{"Secret s", "a"}, Account: []string{"sid-one-secret"}}, fs[3].Blast)
	assert.Equal(t, &leak.Blast{Places: 1, Files: 1, Services: []string{"a"}}, fs[4].Blast)
	assert.Nil(t, fs[5].Blast, "what is allowed is no leak")
	assert.Equal(t, &leak.Blast{Places: 2, Files: 2, Services: []string{"p: a", "q: a"}, Repositories: []string{"p", "q"}}, fs[6].Blast)
	assert.Equal(t, 1, fs[8].Blast.Places)
	assert.Nil(t, fs[9].Blast)
}

func BenchmarkShare(b *testing.B) {
	var fs []leak.Finding
	for i := range 10_000 {
		fs = append(fs, at(string(rune('a'+i%26))+"-secret-"+string(rune('0'+i%10)), "services/pay/x", nil))
	}
	for b.Loop() {
		decide.Share(fs)
	}
}
