package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Manifests of Secrets (kubernetes.io/docs/concepts/configuration/secret), kubeconfig
// files ("Organizing Cluster Access Using kubeconfig Files") and bootstrap tokens
// ("Authenticating with Bootstrap Tokens").
var (
	_ = later(func() { register(Family{Name: "kubernetes-secret", Tell: tellSecretManifest}) })
	_ = later(func() { register(Family{Name: "kubeconfig", Last: true, Tell: tellKubeconfig}) })
	_ = later(func() { register(Family{Name: "kubernetes-bootstrap-token", Tell: tellBootstrap}) })
)

// secretTypes are the built-in types of a Secret, in words.
var secretTypes = map[string]string{
	"Opaque": "any", "kubernetes.io/tls": "certificate and key of a server", "kubernetes.io/dockerconfigjson": "passwords of registries", "kubernetes.io/dockercfg": "passwords of registries",
	"kubernetes.io/basic-auth": "user and password", "kubernetes.io/ssh-auth": "SSH key", "kubernetes.io/service-account-token": "token of a service account", "bootstrap.kubernetes.io/token": "bootstrap token",
}

func tellSecretManifest(in *Input, t *leak.Token) bool {
	if !in.Is("kubernetes-secret", "kubernetes-secret-dump", "kubernetes-secret-string-data") && !strings.Contains(in.Match, "kind: Secret") {
		return false
	}
	doc := documentAround(in)
	keys := keysOf(in.Secret)
	if len(keys) == 0 {
		return false
	}
	t.Kind, t.NeverExpires = "Secret of Kubernetes", true
	t.Subject = yamlValue(doc, "name")
	t.Account = yamlValue(doc, "namespace")
	if kind := yamlValue(doc, "type"); kind != "" {
		detail(t, "Type", strings.TrimSuffix(kind+", "+secretTypes[kind], ", "))
	}
	detail(t, "Keys", strings.Join(keys, ", "))
	if strings.Contains(in.Match, "stringData") {
		detail(t, "Form", "in clear (stringData)")
	} else {
		detail(t, "Form", "base64, which hides nothing")
	}
	if strings.Contains(in.Secret, "ENC[AES256_GCM") {
		t.Encrypted = true
		risk(t, -2, "its values are encrypted by SOPS")
	}
	return true
}

// documentAround is the document of YAML that a secret stands in.
func documentAround(in *Input) string {
	text := in.Match
	if in.near() != "" && strings.Contains(in.near(), in.Secret) {
		i := strings.Index(in.near(), in.Secret)
		end := i + len(in.Secret)
		from := max(strings.LastIndex(in.near()[:i], "\n---"), 0)
		to := strings.Index(in.near()[end:], "\n---")
		if to < 0 {
			to = len(in.near()) - end
		}
		text = in.near()[from : end+to]
	}
	if before, after, ok := strings.Cut(text, in.Secret); ok { // what is within is a value
		text = before + "\n" + after
	}
	return text[:min(len(text), maxPEM)]
}

// yamlValue returns the first value of a name in YAML or JSON, of the kind that names
// of Kubernetes are.
func yamlValue(doc, name string) string {
	for l := range strings.Lines(doc) {
		l = strings.TrimLeft(l, " \t-{\"'")
		if l, ok := strings.CutPrefix(l, "metadata: {"); ok { // the flow style
			if value := yamlValue(strings.ReplaceAll(l, ",", "\n"), name); value != "" {
				return value
			}
			continue
		}
		rest, ok := strings.CutPrefix(l, name)
		rest = strings.TrimLeft(rest, `"'`)
		if value, colon := strings.CutPrefix(rest, ":"); ok && colon {
			if value = word(strings.Trim(strings.TrimSpace(value), `"',}`)); value != "" && !strings.ContainsAny(value, " :") {
				return value
			}
		}
	}
	return ""
}

// keysOf returns the names in a block of "name: value" lines of the same depth.
func keysOf(block string) (keys []string) {
	depth := -1
	for l := range strings.Lines(block) {
		name, _, ok := strings.Cut(strings.TrimLeft(l, " \t"), ":")
		indent := len(l) - len(strings.TrimLeft(l, " \t"))
		if name = word(strings.Trim(name, `"'`)); !ok || name == "" || strings.Contains(name, " ") || depth >= 0 && indent != depth {
			continue
		}
		depth = indent
		if len(keys) == maxNames {
			return append(keys, "more")
		}
		keys = append(keys, name)
	}
	return keys
}

func tellKubeconfig(in *Input, t *leak.Token) bool {
	if !in.Is("kubeconfig-token") && !(assignedTo(in, "token", "password") && strings.Contains(in.near(), "clusters:") && strings.Contains(in.near(), "users:")) {
		return false
	}
	t.Kind = "credential of a kubeconfig"
	t.Subject = yamlValue(lastUser(in), "name")
	tellCluster(in, t)
	return true
}

// lastUser is what stands before a secret, from the user that it is of.
func lastUser(in *Input) string {
	before, _, _ := strings.Cut(in.near(), in.Secret)
	if i := strings.LastIndex(before, "- name:"); i >= 0 {
		return before[i:]
	}
	return ""
}

// tellCluster says where the cluster of a kubeconfig is.
func tellCluster(in *Input, t *leak.Token) {
	_, rest, ok := strings.Cut(in.near(), "server:")
	if !ok || !strings.Contains(in.near(), "clusters:") {
		return
	}
	server := strings.Trim(strings.TrimSpace(rest[:endOf(rest, "\r\n")]), `"'`)
	if host := word(hostOf(server)); host != "" {
		at(t, host)
	}
}

func tellBootstrap(in *Input, t *leak.Token) bool {
	id, secret, ok := strings.Cut(in.Secret, ".")
	if !ok || len(id) != 6 || len(secret) != 16 || strings.Trim(id+secret, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return false
	}
	if !in.Is("kubernetes-bootstrap-token") && !strings.Contains(strings.ToLower(in.Lines), "kubeadm") && !strings.Contains(strings.ToLower(in.Lines), "bootstrap") {
		return false
	}
	t.Issuer, t.Kind = "Kubernetes", "bootstrap token"
	t.Subject = "token id " + id
	t.Grants = []string{"joins a machine to the cluster as a node"}
	detail(t, "Lifetime", "24 hours if kubeadm made it and nobody said otherwise; its Secret tells (expiration), or it has no end")
	if _, rest, ok := strings.Cut(in.Lines, "kubeadm join "); ok {
		if host := word(rest[:endOf(rest, " \t\n\\")]); host != "" && host[0] != '-' {
			at(t, host)
		}
	}
	return true
}
