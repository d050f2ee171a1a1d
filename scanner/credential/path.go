package credential

import (
	"path"
	"strings"
	"sync"
)

// languages returns the kinds of files, as the model tells them apart, by extension.
var languages = sync.OnceValue(func() map[string]float32 {
	languages := map[string]float32{}
	for kind, extensions := range []string{
		1:  "env envrc",
		2:  "yml yaml",
		3:  "json json5 jsonc webmanifest",
		4:  "properties props ini cfg cnf conf config toml tf tfvars hcl nix service plist reg netrc",
		5:  "xml xaml csproj resx config html htm vue svelte jsp erb ejs hbs haml slim twig",
		6:  "md mdx rst adoc txt textile org tex pod",
		7:  "sh bash zsh fish ps1 psm1 bat cmd dockerfile",
		8:  "js jsx mjs cjs ts tsx coffee",
		9:  "py pyi ipynb",
		10: "rb rake gemspec ru",
		11: "java kt kts scala groovy gradle clj cljs",
		12: "cs vb fs",
		13: "go rs c h cc cpp hpp cxx m mm swift d zig",
		14: "php phtml",
		15: "pl pm t lua r ex exs erl hrl hs ml dart jl",
		16: "sql csv tsv log dump har",
		17: "j2 jinja jinja2 tpl tmpl template sample example dist default in",
	} {
		for _, e := range strings.Fields(extensions) {
			languages[e] = float32(kind)
		}
	}
	return languages
})

// generated reports whether a program has written the file of that name.
func generated(base string) bool {
	switch base {
	case "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "go.sum", "packages.lock.json", "flake.lock":
		return true
	}
	return strings.HasSuffix(base, ".lock") || strings.HasSuffix(base, ".map") || strings.Contains(base, ".min.") || strings.HasSuffix(base, ".lock.hcl")
}

// DescribePath fills in the features of a path, "" for one that is not known, and of
// whether the value stands there without quotes.
func DescribePath(name string, bare bool, f *Features) {
	for i := contentFeatures; i < allFeatures; i++ {
		f[i] = 0
	}
	f[fBare] = b2f(bare)
	low := strings.ToLower(name)
	base := path.Base(low)
	ext := strings.TrimPrefix(path.Ext(base), ".")
	f[fLanguage] = languages()[ext]
	switch {
	case name == "":
		f[fLanguage] = -1
	case strings.HasPrefix(base, ".env"):
		f[fLanguage] = 1
	case strings.Contains(base, "dockerfile") || base == "makefile" || base == "containerfile":
		f[fLanguage] = 7
	}
	words := strings.FieldsFunc(low, func(r rune) bool { return r < 'a' || r > 'z' })
	for _, w := range words {
		switch w {
		case "test", "tests", "testing", "spec", "specs", "fixture", "fixtures", "testdata", "mock", "mocks", "e", "cypress", "stub", "stubs", "cassette", "cassettes", "vcr":
			f[fTestPath] = 1
		case "doc", "docs", "documentation", "readme", "changelog", "guide", "guides", "tutorial", "tutorials", "wiki", "man", "news", "release", "manual":
			f[fDocPath] = 1
		case "example", "examples", "sample", "samples", "demo", "demos", "template", "templates", "quickstart", "dist", "skeleton", "boilerplate":
			f[fExamplePath] = 1
		case "locale", "locales", "lang", "language", "languages", "translation", "translations", "messages", "intl", "lc", "po":
			f[fLocalePath] = 1
		case "vendor", "node", "third", "thirdparty", "external", "deps", "modules":
			f[fVendored] = 1
		case "deploy", "deployment", "ansible", "terraform", "kubernetes", "helm", "docker", "compose", "prod", "production", "config", "conf", "settings", "secrets", "credentials", "env":
			f[fDeployPath] = 1
		}
		if strings.HasSuffix(w, "test") || strings.HasSuffix(w, "tests") || strings.HasPrefix(w, "test") {
			f[fTestPath] = 1
		}
	}
	f[fGenerated] = b2f(generated(base))
	if strings.Contains(low, "i18n") || strings.Contains(low, "l10n") {
		f[fLocalePath] = 1
	}
	f[fDepth] = float32(min(strings.Count(name, "/"), 8))
}
