package decide_test

import (
	"encoding/base64"
	"testing"

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
		"YAML keys of other file": {"a/b.yml", leak.Within{Keys: []string{"services", "db"}}, []string{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			fs := []leak.Finding{at("s", c.path, func(f *leak.Finding) { f.Within = c.within })}
			decide.Share(fs)
			assert.Equal(t, c.want, fs[0].Blast.Services)
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
