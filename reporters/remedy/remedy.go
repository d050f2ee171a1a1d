// Package remedy says how to move a secret out of a file into a store: the command
// that puts it there, and what stands in the file instead, in its language.
//
// A store is one file, stores/*.txtar. Its first line is its name. The section store
// is the command for a secret of one line, which is typed and stands in no argument and
// no history of a shell; store-file that for a secret of several lines, which is in a
// file; fetch prints it. A section with the name of a language is what stands in a
// file of it. A language without one takes the secret from its environment
// (stores/environment.txtar), where setup, LANGUAGE-setup, or the output of fetch puts
// it. The section docs has the pages of vendors that all this follows, those behind a
// language for that language.
//
// In these texts @ENV@ stands for the name as an environment variable, @ID@ as an
// identifier in a store, @SNAKE@, @VAR@ and @PASCAL@ as one in code. Words in capitals
// (PROJECT, VAULT, FILE) are for the reader to fill in.
package remedy

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// Place is where a secret was found.
type Place struct {
	Path      string // of the file; "" if it is in none
	Name      string // see NameOf
	Multiline bool   // the secret has several lines
}

// Snippet is one way to keep the secret elsewhere.
type Snippet struct {
	ID       string   `json:"id"`                 // of the store: "vault"
	Store    string   `json:"store"`              // name of the store
	Command  string   `json:"command"`            // puts the secret there
	Setup    string   `json:"setup,omitempty"`    // hands it to the program through its environment
	Code     string   `json:"code"`               // what stands in the file instead
	Language string   `json:"language,omitempty"` // of Code
	Docs     []string `json:"docs"`               // pages that this follows
}

//go:embed stores/*.txtar
var files embed.FS

// store is one file.
type store struct {
	name     string
	sections map[string]string
	docs     []doc
}

// doc is a page, for a language or for all ("").
type doc struct{ language, url string }

// Stores are the ids of all stores, in the order of Snippets.
var Stores = []string{"github", "gitlab", "kubernetes", "vault", "aws", "gcp", "azure", "sops"}

// firstFor names the store that belongs to a kind of file, and is told first.
var firstFor = map[string]string{"github-actions": "github", "gitlab-ci": "gitlab", "kubernetes": "kubernetes"}

// foreign are stores that have nothing to do with a kind of file.
var foreign = map[string][]string{"github-actions": {"gitlab", "kubernetes"}, "gitlab-ci": {"github", "kubernetes"}, "kubernetes": {"github", "gitlab"}, "compose": {"kubernetes", "github", "gitlab"}, "dockerfile": {"kubernetes", "gitlab"}, "terraform": {"kubernetes"}}

func read(name string) *store {
	data, err := fs.ReadFile(files, "stores/"+name+".txtar")
	if err != nil {
		return &store{} // a test reads all of Stores
	}
	a := txtar.Parse(data)
	s := &store{name: strings.TrimSpace(string(a.Comment)), sections: map[string]string{}}
	for _, f := range a.Files {
		s.sections[f.Name] = strings.TrimRight(string(f.Data), "\n")
	}
	for line := range strings.Lines(s.sections["docs"]) {
		language, url, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			language, url = "", language
		}
		s.docs = append(s.docs, doc{language, url})
	}
	return s
}

// Snippets returns the ways to keep the secret of a place elsewhere, in the language
// of its file, the store that belongs to such files first.
func Snippets(where Place) (out []Snippet) {
	language := Language(where.Path)
	env := read("environment")
	name := names(where.Name)
	for _, s := range sorted(language) {
		st := read(s)
		sn := snippet(st, env, language)
		sn.ID = s
		sn.Command = st.sections["store"]
		if where.Multiline {
			sn.Command = st.sections["store-file"]
		}
		for _, text := range []*string{&sn.Command, &sn.Setup, &sn.Code} {
			*text = name.Replace(*text)
		}
		out = append(out, sn)
	}
	return out
}

// sorted returns the stores for a language.
func sorted(language string) (out []string) {
	if first := firstFor[language]; first != "" {
		out = append(out, first)
	}
	for _, s := range Stores {
		if s != firstFor[language] && !slices.Contains(foreign[language], s) {
			out = append(out, s)
		}
	}
	return out
}

// snippet fills in all but the command.
func snippet(s, env *store, language string) Snippet {
	sn := Snippet{Store: s.name, Language: language}
	sn.Code = s.code(language)
	sn.Docs = s.pages(language)
	if sn.Code != "" {
		return sn
	}
	fetch := s.sections["fetch"]
	if language == "shell" && fetch != "" && s.sections["setup"] == "" {
		sn.Code = `@ENV@="$(` + fetch + `)"`
		return sn
	}
	sn.Code = env.code(language)
	sn.Docs = append(sn.Docs, env.pages(language)...)
	switch {
	case s.sections[language+"-setup"] != "":
		sn.Setup = s.sections[language+"-setup"]
	case s.sections["setup"] != "":
		sn.Setup = s.sections["setup"]
	default:
		sn.Setup = started(language, fetch)
	}
	return sn
}

// started is the command that starts what a file of the language is for, with the
// secret in its environment.
func started(language, fetch string) string {
	program := map[string]string{"dockerfile": "docker build --secret id=@ENV@ .", "compose": "docker compose up"}[language]
	if program == "" {
		program = "./program"
	}
	return `@ENV@="$(` + fetch + `)" ` + program
}

// code is what stands in a file of the language.
func (s *store) code(language string) string {
	if c := s.sections[language]; c != "" || language != "typescript" {
		return c
	}
	return s.sections["javascript"]
}

// pages returns those for all languages, and those for one.
func (s *store) pages(language string) (out []string) {
	for _, d := range s.docs {
		if d.language == "" || d.language == language || d.language == "javascript" && language == "typescript" {
			out = append(out, d.url)
		}
	}
	return out
}

// Language returns what a file is written in, by its path alone: the name of a
// section, or "" if nothing is known of it.
func Language(file string) string {
	p := strings.ToLower(strings.ReplaceAll(file, `\`, "/"))
	base := path.Base(p)
	for _, k := range kinds {
		if k.is(p, base) {
			return k.language
		}
	}
	return endings[path.Ext(base)]
}

// kinds are files that are known by their names, the more special first.
var kinds = []struct {
	language string
	is       func(p, base string) bool
}{
	{"github-actions", func(p, base string) bool {
		return isYAML(base) && (strings.HasPrefix(p, ".github/workflows/") || strings.Contains(p, "/.github/workflows/")) || base == "action.yml" || base == "action.yaml"
	}},
	{"gitlab-ci", func(p, base string) bool { return isYAML(base) && strings.Contains(base, "gitlab-ci") }},
	{"compose", func(_, base string) bool {
		return isYAML(base) && (strings.HasPrefix(base, "docker-compose") || strings.HasPrefix(base, "compose."))
	}},
	{"kubernetes", func(p, base string) bool {
		return isYAML(base) && (inFolder(p, "k8s", "kubernetes", "manifests", "kustomize", "charts", "helm") || strings.Contains(base, "deployment") || strings.Contains(base, "configmap") ||
			strings.HasPrefix(base, "secret."))
	}},
	{"dockerfile", func(_, base string) bool {
		return base == "dockerfile" || base == "containerfile" || strings.HasPrefix(base, "dockerfile.") || strings.HasSuffix(base, ".dockerfile")
	}},
	{"dotenv", func(_, base string) bool {
		return base == ".env" || strings.HasPrefix(base, ".env.") || strings.HasSuffix(base, ".env") || base == ".envrc"
	}},
	{"shell", func(_, base string) bool {
		return slices.Contains([]string{".bashrc", ".bash_profile", ".zshrc", ".profile"}, base)
	}},
	{"ruby", func(_, base string) bool { return slices.Contains([]string{"gemfile", "rakefile", "fastfile"}, base) }},
	{"ini", func(_, base string) bool { return slices.Contains([]string{".npmrc", ".pypirc", ".netrc"}, base) }},
}

func isYAML(base string) bool {
	return strings.HasSuffix(base, ".yml") || strings.HasSuffix(base, ".yaml")
}

func inFolder(p string, names ...string) bool {
	for _, part := range strings.Split(path.Dir(p), "/") {
		if slices.Contains(names, part) {
			return true
		}
	}
	return false
}

var endings = map[string]string{
	".go": "go", ".py": "python", ".pyw": "python", ".ipynb": "python", ".js": "javascript", ".mjs": "javascript", ".cjs": "javascript", ".jsx": "javascript", ".vue": "javascript",
	".svelte": "javascript", ".ts": "typescript", ".tsx": "typescript", ".mts": "typescript", ".cts": "typescript", ".java": "java", ".kt": "kotlin", ".kts": "kotlin", ".cs": "csharp",
	".rb": "ruby", ".php": "php", ".rs": "rust", ".sh": "shell", ".bash": "shell", ".zsh": "shell", ".ksh": "shell", ".tf": "terraform", ".tfvars": "terraform", ".properties": "properties",
	".json": "json", ".yml": "yaml", ".yaml": "yaml", ".toml": "toml", ".ini": "ini", ".cfg": "ini", ".conf": "ini", ".xml": "xml", ".config": "xml",
}
