package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Docker Hub's tokens (docs.docker.com/security/access-tokens and
// docs.docker.com/enterprise/security/access-tokens) and what `docker login` and a swarm
// leave behind (docs.docker.com/reference/cli/docker/login,
// docs.docker.com/engine/swarm/join-nodes).
var _ = later(func() {
	registerKinds("docker", "Docker",
		kind{prefix: "dckr_pat_", min: 36, is: "personal access token", more: dockerHub,
			grants: "pulling, and as its permissions say pushing and deleting, all images that its owner can reach; not the settings of the account",
			note:   "its owner chose when it expires, if ever; it signs in without a second factor"},
		kind{prefix: "dckr_oat_", min: 36, is: "organisation access token", more: dockerHub,
			grants: "pulling and pushing the repositories of an organisation that it was given",
			note:   "it expires only if a date was set"},
		kind{rules: []string{"docker-config-auth"}, is: "credentials of a registry in a Docker configuration", more: dockerAuth,
			grants: "pulling and pushing images at that registry as the user"},
		kind{rules: []string{"docker-identity-token"}, is: "identity token of a registry", more: dockerRegistry,
			grants: "access tokens of that registry for its user, until it is revoked"},
		kind{prefix: "SWMTKN-1-", min: 69, is: "join token of a swarm", never: true, more: swarm,
			grants: "adding a node to a swarm; a manager's token gives command of all of it",
			notes:  []string{"a worker's and a manager's token of a swarm differ in the last part only; who joins has to reach its managers"}},
	)
})

func dockerHub(_ *Input, t *leak.Token) { at(t, "hub.docker.com") }

// swarm tells what the digest of the swarm's certificate authority is: tokens of one
// swarm have it in common.
func swarm(in *Input, t *leak.Token) {
	if parts := strings.Split(in.Secret, "-"); len(parts) == 4 && written(parts[2], digits+smalls, 50) && len(parts[2]) == 50 {
		detail(t, "Certificate authority", parts[2])
	}
}

// dockerAuth reads base64 of "user:password".
func dockerAuth(in *Input, t *leak.Token) {
	dockerRegistry(in, t)
	b, ok := unbase64(in.Secret)
	if !ok {
		return
	}
	user, password, ok := strings.Cut(string(b), ":")
	if !ok || !printable(user) {
		return
	}
	t.Subject = text(user, maxText)
	for _, f := range issuers["docker"][:2] {
		if strings.HasPrefix(password, f.prefix) {
			detail(t, "Password", "Docker Hub "+f.is)
		}
	}
	if user == "AWS" && len(password) > 500 {
		t.Lifetime = 12 * hour // docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
		detail(t, "Password", "authorisation token of Amazon ECR")
		risk(t, -1, "it ends twelve hours after it was made")
	}
}

// dockerRegistry tells the registry that credentials are for: the name of the object
// they stand in.
func dockerRegistry(in *Input, t *leak.Token) {
	lines := strings.ReplaceAll(in.Lines, `\"`, `"`)
	before, _, ok := strings.Cut(lines, `"auth"`)
	if !ok {
		before, _, ok = strings.Cut(lines, `token"`)
	}
	open := strings.LastIndexByte(before, '{')
	if !ok || open < 0 {
		return
	}
	name := strings.TrimRight(before[:open], " \t\r\n:")
	if !strings.HasSuffix(name, `"`) {
		return
	}
	name = name[:len(name)-1]
	name = name[strings.LastIndexByte(name, '"')+1:]
	name = strings.TrimPrefix(strings.TrimPrefix(name, "https://"), "http://")
	name, _, _ = strings.Cut(name, "/")
	if len(name) <= 253 && written(name, base62+"-.:", 3) && name != "auths" {
		at(t, name)
	}
}
