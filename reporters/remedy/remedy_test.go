package remedy

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/leaksieve/leaksieve/rules"
)

func TestLanguage(t *testing.T) {
	for path, want := range map[string]string{
		"a/main.go": "go", "app.PY": "python", "src/x.mjs": "javascript", "x.tsx": "typescript", "A.java": "java", "a.kt": "kotlin", "build.gradle.kts": "kotlin", "A.cs": "csharp", "a.rb": "ruby",
		"Gemfile": "ruby", "index.php": "php", "src/main.rs": "rust", "deploy.sh": "shell", ".bashrc": "shell", "Dockerfile": "dockerfile", "build/Dockerfile.prod": "dockerfile",
		"api.dockerfile": "dockerfile", "docker-compose.yml": "compose", "compose.prod.yaml": "compose", "docker-compose.override.yml": "compose", "k8s/api.yaml": "kubernetes",
		"deploy/helm/templates/x.yaml": "kubernetes", "api-deployment.yaml": "kubernetes", "main.tf": "terraform", "prod.tfvars": "terraform", ".github/workflows/ci.yml": "github-actions",
		"sub/.github/workflows/ci.yaml": "github-actions", "action.yml": "github-actions", ".gitlab-ci.yml": "gitlab-ci", "ci/deploy.gitlab-ci.yml": "gitlab-ci", ".env": "dotenv", ".env.production": "dotenv",
		"config/prod.env": "dotenv", ".envrc": "dotenv", "application.properties": "properties", "config.json": "json", "config.yaml": "yaml", "pyproject.toml": "toml", "my.cnf.ini": "ini", ".npmrc": "ini",
		"web.config": "xml", "pom.xml": "xml", "": "", "README.md": "", "id_rsa": "", `src\app\main.go`: "go", ".github/dependabot.yml": "yaml",
	} {
		assert.Equal(t, want, Language(path), path)
	}
}

func TestNameOf(t *testing.T) {
	for line, want := range map[string]string{
		`AWS_SECRET_ACCESS_KEY=********`: "aws_secret_access_key", `  dbPassword: "********"`: "db_password", `const apiKey = '********'`: "api_key", `token := "ghp_********"`: "token",
		`{"stripeSecretKey": "********"}`: "stripe_secret_key", `client = stripe.StripeClient("********")`: "stripe_stripe_client", `Authorization: Bearer ********`: "authorization",
		`os.environ["DB_PASS"] = "********"`: "db_pass", `export HTTPServerToken=********`: "http_server_token", `spring.datasource.password=********`: "spring_datasource_password",
		`{"name": "DB_PASSWORD", "value": "********"}`: "db_password", `- {name: STRIPE_KEY, value: ********}`: "stripe_key", `  value: "********"`: "acme_token", `"name": "", "value": "********"`: "acme_token",
		`********`: "acme_token", `ключ = "********"`: "acme_token", `password2 => "********"`: "password2", `2FA_SEED=********`: "fa_seed",
	} {
		assert.Equal(t, want, NameOf(line, strings.Index(line, "********"), "acme-token"), line)
	}
	assert.Equal(t, "secret", NameOf("", 0, ""))
	assert.LessOrEqual(t, len(NameOf(strings.Repeat("long_", 40)+"=x", 201, "r")), maxName)
}

// languages are all that Language knows, and a file of each.
var languages = map[string]string{
	"go": "a.go", "python": "a.py", "javascript": "a.js", "typescript": "a.ts", "java": "A.java", "kotlin": "a.kt", "csharp": "a.cs", "ruby": "a.rb", "php": "a.php", "rust": "a.rs", "shell": "a.sh",
	"dockerfile": "Dockerfile", "compose": "compose.yaml", "kubernetes": "k8s/a.yaml", "terraform": "a.tf", "github-actions": ".github/workflows/a.yml", "gitlab-ci": ".gitlab-ci.yml",
	"dotenv": ".env", "properties": "a.properties", "json": "a.json", "yaml": "a.yaml", "toml": "a.toml", "ini": "a.ini", "xml": "a.xml", "": "README",
}

// each calls yield for every snippet there is, with names that are awkward somewhere.
func each(yield func(name, language string, s Snippet)) {
	for language, file := range languages {
		for _, name := range []string{"db_password", "class", "value", "GITHUB_TOKEN", "x2"} {
			for _, multiline := range []bool{false, true} {
				for _, s := range Snippets(Place{Path: file, Name: name, Multiline: multiline}) {
					yield(fmt.Sprintf("%s, %s, %s, %v", s.Store, language, name, multiline), language, s)
				}
			}
		}
	}
}

func TestSnippets(t *testing.T) {
	placeholder := regexp.MustCompile(`@[A-Z]+@`)
	count := 0
	each(func(name, language string, s Snippet) {
		count++
		assert.Equal(t, language, s.Language, name)
		assert.NotEmpty(t, s.Store, name)
		assert.NotEmpty(t, s.Command, name)
		assert.True(t, s.Code != "" || (language == "" || language == "json") && s.Setup != "", name) // JSON reads no variables
		assert.NotEmpty(t, s.Docs, name)
		for _, url := range s.Docs {
			assert.Regexp(t, `^https://[a-z.-]+/[^ ]*$`, url, name)
		}
		assert.False(t, placeholder.MatchString(s.Command+s.Setup+s.Code), name)
		// A secret is typed or in a file: no command names its value.
		assert.Regexp(t, `^IFS= read -rs VALUE && printf %s "\$VALUE" \| |FILE|^gh secret set [A-Z0-9_]+$|^sops edit `, s.Command, name)
	})
	assert.Greater(t, count, 1000)
	first := func(path string) string { return Snippets(Place{Path: path, Name: "x"})[0].Store }
	assert.Equal(t, "GitLab CI/CD variables", first(".gitlab-ci.yml"))
	assert.Equal(t, "Kubernetes Secret", first("k8s/a.yaml"))
	assert.Equal(t, "GitHub Actions secrets", first(".github/workflows/a.yml"))
}

// One whole snippet as it is printed.
func TestSnippetForPython(t *testing.T) {
	got := Snippets(Place{Path: "app.py", Name: "db_password"})
	i := slices.IndexFunc(got, func(s Snippet) bool { return s.Store == "AWS Secrets Manager" })
	require.GreaterOrEqual(t, i, 0)
	assert.Equal(t, Snippet{
		ID: "aws", Store: "AWS Secrets Manager",
		Command:  `IFS= read -rs VALUE && printf %s "$VALUE" | aws secretsmanager create-secret --name db-password --secret-string file:///dev/stdin`,
		Code:     "import boto3\n\ndb_password = boto3.client(\"secretsmanager\").get_secret_value(SecretId=\"db-password\")[\"SecretString\"]",
		Language: "python",
		Docs: []string{"https://docs.aws.amazon.com/secretsmanager/latest/userguide/security_cli-exposure-risks.html", "https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets.html",
			"https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets-python-sdk.html"},
	}, got[i])
	php := Snippets(Place{Path: "a.php", Name: "db_password"})
	i = slices.IndexFunc(php, func(s Snippet) bool { return s.Store == "Azure Key Vault" }) // which has no library for it
	assert.Equal(t, `DB_PASSWORD="$(az keyvault secret show --vault-name VAULT --name db-password --query value --output tsv)" ./program`, php[i].Setup)
	assert.Equal(t, `$db_password = getenv('DB_PASSWORD');`, php[i].Code)
}

// Each store lists a page for every language that it has code for.
func TestStoresAreWhole(t *testing.T) {
	entries, err := files.ReadDir("stores")
	require.NoError(t, err)
	assert.Len(t, entries, len(Stores)+1)
	for _, name := range Stores {
		s := read(name)
		require.NotEmpty(t, s.name, name)
		for section := range s.sections {
			language := strings.TrimSuffix(section, "-setup")
			_, known := languages[language]
			assert.True(t, known || slices.Contains([]string{"store", "store-file", "fetch", "setup", "docs", "end"}, section), "%s: %s", name, section)
		}
		for _, d := range s.docs {
			_, known := languages[d.language]
			assert.True(t, known, "%s: %s", name, d.url)
		}
	}
}

// What is to be pasted parses, as far as there is something here that can tell.
func TestSnippetsParse(t *testing.T) {
	dir := t.TempDir()
	var python, javascript, shell, terraform []string
	write := func(kind *[]string, ending, text string) {
		file := filepath.Join(dir, fmt.Sprintf("%s%d%s", ending[1:], len(*kind), ending))
		require.NoError(t, os.WriteFile(file, []byte(text+"\n"), 0o600))
		*kind = append(*kind, file)
	}
	seen := map[string]bool{}
	each(func(name, language string, s Snippet) {
		if !seen[s.Command] {
			seen[s.Command] = true
			write(&shell, ".sh", s.Command)
		}
		isYAML := strings.Contains(s.Setup, ".yml") || strings.HasPrefix(s.Setup, "# the Pod")
		if s.Setup != "" && !isYAML && !seen[s.Setup] {
			seen[s.Setup] = true
			write(&shell, ".sh", s.Setup)
		}
		if isYAML {
			parsesAsYAML(t, name, s.Setup)
		}
		if seen[s.Code] {
			return
		}
		seen[s.Code] = true
		switch language {
		case "go":
			_, err := parser.ParseFile(token.NewFileSet(), "", "package x\n\n"+s.Code, parser.AllErrors)
			assert.NoError(t, err, name)
		case "python":
			write(&python, ".py", s.Code)
		case "javascript":
			write(&javascript, ".mjs", s.Code)
		case "shell":
			write(&shell, ".sh", s.Code)
		case "terraform":
			write(&terraform, ".tf", s.Code)
		case "compose", "kubernetes", "github-actions", "gitlab-ci", "yaml":
			parsesAsYAML(t, name, s.Code)
		case "json":
			assert.Empty(t, s.Code, name)
		}
	})
	check(t, []string{"python3", "-m", "py_compile"}, python, false)
	check(t, []string{"node", "--check"}, javascript, true)
	check(t, []string{"sh", "-n"}, shell, true)
	check(t, []string{"terraform", "fmt", "-check", "-diff"}, terraform, false)
}

func parsesAsYAML(t *testing.T, name, text string) {
	var v any
	assert.NoError(t, yaml.Unmarshal([]byte(text), &v), "%s\n%s", name, text)
}

// check runs a program with files, all at once or one by one.
func check(t *testing.T, command, files []string, oneByOne bool) {
	if _, err := exec.LookPath(command[0]); err != nil {
		t.Logf("%s is not installed: %d snippets are not parsed", command[0], len(files))
		return
	}
	require.NotEmpty(t, files)
	for len(files) > 0 {
		n := len(files)
		if oneByOne {
			n = 1
		}
		out, err := exec.Command(command[0], append(command[1:len(command):len(command)], files[:n]...)...).CombinedOutput()
		if err != nil {
			text, _ := os.ReadFile(files[0])
			assert.NoError(t, err, "%s\n%s", out, text)
		}
		files = files[n:]
	}
}

func FuzzNameOf(f *testing.F) {
	f.Add("password = x", 11, "r")
	f.Add("", -1, "")
	valid := regexp.MustCompile(`^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$`)
	f.Fuzz(func(t *testing.T, line string, at int, rule string) {
		name := NameOf(line, at, rule)
		assert.Regexp(t, valid, name)
		for _, s := range Snippets(Place{Path: "a.go", Name: name}) {
			if strings.HasPrefix(s.Code, "import") {
				_, err := parser.ParseFile(token.NewFileSet(), "", "package x\n\n"+s.Code, 0)
				assert.NoError(t, err)
			}
		}
	})
}

func TestKeyless(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	for _, k := range keylessWays {
		for _, id := range k.rules {
			assert.True(t, slices.ContainsFunc(set.Rules, func(r *rules.Rule) bool {
				return r.ID == id || strings.HasSuffix(id, "-") && strings.HasPrefix(r.ID, id)
			}), "there is no rule %s", id)
		}
	}
	for _, c := range []struct{ rule, file, want string }{
		{"aws-secret-access-key", "a.py", "On AWS"}, {"gcp-service-account-key", "key.json", "On Google Cloud"}, {"azure-cosmos-key", "a.cs", "On Azure"},
		{"github-pat", ".github/workflows/a.yml", "GITHUB_TOKEN"}, {"github-pat", "a.py", ""}, {"gitlab-pat", ".gitlab-ci.yml", "CI_JOB_TOKEN"}, {"npm-token", ".github/workflows/a.yml", "npm takes"},
		{"pypi-token", "a.py", ""}, {"generic-password", "a.py", ""},
	} {
		text, docs := Keyless(c.rule, c.file)
		assert.Contains(t, text, c.want, c.rule)
		assert.Equal(t, c.want == "", text == "", c.rule)
		assert.Equal(t, c.want != "", len(docs) > 0, c.rule)
	}
}
