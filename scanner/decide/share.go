package decide

import (
	"encoding/base64"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Share fills in Finding.Blast: what else in the run holds the same secret, and
// which other secrets are of the same account. It looks at all findings, but those
// that are suppressed count nowhere.
func Share(findings []leak.Finding) {
	same := map[leak.Secret][]*leak.Finding{}
	accounts := map[account]map[string]bool{}
	for i := range findings {
		f := &findings[i]
		f.Blast = nil
		if f.Decision.Suppressed || !f.Secret.Known() {
			continue
		}
		same[f.Secret] = append(same[f.Secret], f)
		if a := accountOf(f); a != (account{}) {
			if accounts[a] == nil {
				accounts[a] = map[string]bool{}
			}
			accounts[a][f.SecretID] = true
		}
	}
	inside := map[leak.Secret][]*leak.Finding{} // findings that have others in them
	for i := range findings {
		if f := &findings[i]; !f.Decision.Suppressed && strings.Contains(f.Secret.Reveal(), "\n") {
			for s := range words(f.Secret.Reveal()) {
				if _, known := same[s]; known && s != f.Secret {
					inside[s] = append(inside[s], f)
				}
			}
		}
	}
	for secret, holders := range same {
		blast := blastOf(append(slices.Clone(holders), inside[secret]...))
		for _, f := range holders {
			b := blast
			for id := range accounts[accountOf(f)] {
				if id != f.SecretID {
					b.Account = append(b.Account, id)
				}
			}
			slices.Sort(b.Account)
			f.Blast = &b
		}
	}
}

// words are the words of a text that is a secret as a whole, such as the data of a
// Kubernetes Secret, and what those are in base64, that may be secrets themselves.
func words(text string) map[leak.Secret]bool {
	out := map[leak.Secret]bool{}
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n\"',:;{}[]", r) }) {
		if len(w) < 8 {
			continue
		}
		out[leak.NewSecret(w)] = true
		if b, err := base64.StdEncoding.DecodeString(w); err == nil {
			out[leak.NewSecret(strings.TrimSpace(string(b)))] = true
		}
	}
	return out
}

type account struct{ issuer, name string }

func accountOf(f *leak.Finding) account {
	if f.Token == nil || f.Token.Account == "" {
		return account{}
	}
	return account{f.Token.Issuer, f.Token.Account}
}

func blastOf(holders []*leak.Finding) leak.Blast {
	files, refs, repos := map[string]bool{}, map[string]bool{}, map[string]bool{}
	count := 0
	for _, f := range holders {
		repo := f.Origin.Repo + "\x00"
		files[repo+f.Origin.Path+string(placeKind(f))] = true
		repos[f.Origin.Repo] = true
		for _, r := range f.Exposure.Refs {
			if r != "HEAD" {
				refs[repo+r] = true
			}
		}
		count = max(count, f.Exposure.RefCount)
	}
	b := leak.Blast{Places: len(holders), Files: len(files), Services: sorted(services(holders)), Refs: max(len(refs), count)}
	if len(repos) > 1 {
		b.Repositories = sorted(repos)
	}
	return b
}

// placeKind tells a file from what is none.
func placeKind(f *leak.Finding) leak.Kind {
	if f.Origin.Path != "" {
		return leak.KindFile
	}
	return f.Origin.Kind
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// current are the places where a secret stands now or, if there are none any more, where
// it stood last. Where it stood before that, most often a folder had another name.
func current(holders []*leak.Finding) []*leak.Finding {
	gone := func(f *leak.Finding) bool { return f.Exposure.First != nil && !f.Exposure.AtHead }
	if slices.ContainsFunc(holders, func(f *leak.Finding) bool { return !gone(f) }) {
		return slices.DeleteFunc(slices.Clone(holders), gone)
	}
	var came time.Time // into the last of the places
	for _, f := range holders {
		if at := f.Exposure.First.Date; at.After(came) {
			came = at
		}
	}
	return slices.DeleteFunc(slices.Clone(holders), func(f *leak.Finding) bool {
		e := f.Exposure
		return e.Last != nil && e.First.Date.Before(came) && e.Last.Date.Before(came)
	})
}

// services names what uses the secret where it stands.
func services(holders []*leak.Finding) map[string]bool {
	out := map[string]bool{}
	loose := map[[2]string]bool{} // repository, and the top or a workflow: no service if one is in it
	for _, f := range current(holders) {
		repo := f.Origin.Repo
		if repo != "" {
			repo += ": "
		}
		switch name := serviceIn(f); name {
		case "":
		case top, f.Origin.Path:
			loose[[2]string{repo, name}] = true
		default:
			out[repo+name] = true
		}
	}
	for _, s := range sorted(out) {
		for l := range loose {
			if strings.HasPrefix(s, l[0]) && (l[1] == top || strings.HasSuffix(s, " of "+l[1])) {
				delete(loose, l)
			}
		}
	}
	for l := range loose {
		out[l[0]+l[1]] = true
	}
	return out
}

// serviceIn is the Kubernetes object, compose service or CI job that a secret stands in,
// else the file of a workflow or the folder of the project; "" for what is none, such as
// tests, examples and documents.

func serviceIn(f *leak.Finding) string {
	file := f.Origin.Path
	if file == "" || idle(file) {
		return ""
	}
	keys, base := f.Within.Keys, strings.ToLower(path.Base(file))
	compose := strings.HasPrefix(base, "compose") || strings.HasPrefix(base, "docker-compose")
	switch {
	case f.Within.Object != "":
		return f.Within.Object
	case compose && len(keys) > 1 && keys[0] == "services":
		return "compose service " + keys[1]
	case strings.Contains("/"+file, "/.github/workflows/") && len(keys) > 1 && keys[0] == "jobs":
		return "job " + keys[1] + " of " + file
	case (base == ".gitlab-ci.yml" || base == ".gitlab-ci.yaml") && len(keys) > 0 && !slices.Contains(gitLabGlobals, keys[0]):
		return "job " + keys[0] + " of " + file
	case (base == "azure-pipelines.yml" || base == "bitbucket-pipelines.yml" || strings.Contains("/"+file, "/.github/workflows/") || strings.Contains("/"+file, "/.circleci/")):
		return file
	}
	return folder(file)
}

// gitLabGlobals are keywords of .gitlab-ci.yml that are no jobs (docs.gitlab.com,
// "CI/CD YAML syntax reference").
var gitLabGlobals = []string{"default", "include", "stages", "variables", "workflow", "spec", "image", "services", "cache", "before_script", "after_script"}

// groups are folders whose folders are the projects, and apart is what holds none.
var (
	groups = setOf("services", "service", "apps", "app", "packages", "projects", "modules", "components", "charts", "microservices", "cmd",
		"deploy", "deployment", "deployments", "infra", "infrastructure", "terraform", "k8s", "kubernetes", "helm", "environments", "envs", "stacks", "functions", "lambdas", "plugins", "libs", "jobs")
	apart = setOf("test", "tests", "testing", "testdata", "spec", "specs", "fixtures", "__tests__", "e2e", "doc", "docs", "documentation", "example", "examples",
		"sample", "samples", "vendor", "node_modules", "third_party")
)

func setOf(names ...string) map[string]bool {
	set := map[string]bool{}
	for _, n := range names {
		set[n] = true
	}
	return set
}

// top stands for the folder of what is in none.
const top = "(top)"

// inert are the names of files that run in no service: documents, examples, tests.
var inert = regexp.MustCompile(`\.(md|mdx|rst|adoc|txt|ipynb)$|[._-](example|sample|template|tmpl|tpl|dist)(\.|$)|[._-](test|spec)\.\w+$|^test_\w+\.py$`)

// idle reports whether a file runs in no service by its path.
func idle(file string) bool {
	folders, name := path.Split(strings.ToLower(file))
	return inert.MatchString(name) || slices.ContainsFunc(strings.Split(folders, "/"), func(p string) bool { return apart[p] })
}

// folder is the top-level folder of a file, the second where the first groups
// projects; top for a file in none.
func folder(file string) string {
	parts := strings.Split(file, "/")
	for _, p := range parts[:len(parts)-1] {
		if strings.HasPrefix(p, ".") {
			return ""
		}
	}
	switch {
	case len(parts) == 1:
		return top
	case len(parts) > 2 && groups[strings.ToLower(parts[0])]:
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}
