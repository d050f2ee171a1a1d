package token

import (
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// GitLab's tokens: the prefixes of docs.gitlab.com/security/tokens/#token-prefixes, what
// each can do from that page. An administrator may have given them other prefixes.
// Lifetimes: docs.gitlab.com/user/profile/personal_access_tokens (365 days since 16.0,
// 400 by a feature flag since 17.6).
var _ = later(func() {
	registerKinds("gitlab", "GitLab",
		kind{prefix: "glpat-", min: 26, is: "personal, project, group or impersonation access token", more: gitLabRoute,
			grants: "what its scopes name, with the rights of its user or its bot",
			note:   "a year at most since GitLab 16.0, 400 days where that is allowed; that of a service account, or on a server whose administrator allows it, may have no end"},
		kind{prefix: "gldt-", min: 25, is: "deploy token", more: gitLabRoute,
			grants: "cloning, and pulling or pushing packages and images, of a project or group; no API",
			note:   "it expires only if a date was set"},
		kind{prefix: "glrt-", min: 25, is: "runner authentication token", more: gitLabRunner,
			grants: "taking the jobs of a runner, with their code and variables",
			note:   "it expires only where an administrator has set so"},
		kind{prefix: "glrtr-", min: 26, is: "authentication token of a runner that a registration token has made", more: gitLabRunner,
			grants: "taking the jobs of a runner, with their code and variables",
			note:   "it expires only where an administrator has set so"},
		kind{prefix: "glcbt-", min: 26, is: "CI/CD job token", more: gitLabRoute, risks: lowers("it ends with its job"),
			grants: "what a job may do for the user who started it, in projects that let its project in"},
		kind{prefix: "glptt-", min: 46, is: "pipeline trigger token",
			grants: "starting pipelines of one project as the user who made it, with variables of one's choice"},
		kind{prefix: "glft-", min: 25, is: "feed token", never: true, more: gitLabRoute,
			grants: "reading a user's activity as RSS and calendar, private projects included"},
		kind{prefix: "glimt-", min: 26, is: "incoming email token", never: true, more: gitLabRoute,
			grants: "opening issues and merge requests by mail as a user"},
		kind{prefix: "glsoat-", min: 27, is: "SCIM token", more: gitLabRoute,
			grants: "creating, changing and removing members of a group"},
		kind{prefix: "glagent-", min: 48, is: "token of the agent for Kubernetes", never: true, more: gitLabRoute,
			grants: "connecting to GitLab as an agent, and so receiving what is deployed to its cluster"},
		kind{prefix: "gloas-", min: 46, is: "OAuth application secret", more: gitLabRoute,
			grants: "users' tokens in exchange for authorisation codes, in an application's name"},
		kind{prefix: "glffct-", min: 27, is: "feature flags client token", never: true,
			grants: "reading the feature flags and user lists of a project"},
		kind{prefix: "glwt-", min: 25, is: "workspace token", risks: lowers("it ends with its workspace"),
			grants: "what a workspace may do for its user"},
		kind{prefix: "GR1348941", min: 29, is: "runner registration token", never: true,
			grants: "registering runners of a project, group or server, which then get jobs and their variables",
			notes:  []string{"registration tokens are deprecated since GitLab 15.6; runners that were added with one stay"}},
	)
})

// gitLabRoute reads a routable token: prefix, payload in base64url, version, length and
// CRC-32 (handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens;
// lib/authn/token_field of GitLab). The payload is 16 random bytes, lines "key:value"
// with ids in base 36, and the length of the lines in a byte. Of older tokens nothing
// can be read.
func gitLabRoute(in *Input, t *leak.Token) {
	const random = 16
	head, rest, ok := strings.Cut(in.Secret, ".")
	if !ok || !rules.Checksums["gitlab"](in.Secret) {
		return
	}
	t.Checksum = leak.ChecksumValid
	size := rest[strings.LastIndexByte(rest, '.')+1:]
	if len(size) < 2 {
		return
	}
	n, err := strconv.ParseUint(size[:2], 36, 16)
	if err != nil || int(n) > len(head) {
		return
	}
	payload, ok := unbase64(head[len(head)-int(n):])
	if !ok || len(payload) < random+1 {
		return
	}
	lines := payload[random : len(payload)-1]
	if int(payload[len(payload)-1]) != len(lines) {
		return
	}
	gitLabIDs(string(lines), t)
}

// gitLabIDs tells the ids of a payload, by the keys of the design document.
func gitLabIDs(lines string, t *leak.Token) {
	ids := map[string]string{}
	for line := range strings.SplitSeq(lines, "\n") {
		key, value, _ := strings.Cut(line, ":")
		if id, err := strconv.ParseUint(value, 36, 63); err == nil {
			ids[key] = strconv.FormatUint(id, 10)
		}
	}
	if id := ids["u"]; id != "" {
		t.Subject = "user " + id
	}
	for _, k := range []struct{ key, name string }{{"p", "project "}, {"g", "group "}, {"o", "organisation "}} {
		if id := ids[k.key]; id != "" {
			t.Account = k.name + id
			break
		}
	}
	if t.Account != "organisation "+ids["o"] {
		detail(t, "Organisation", ids["o"])
	}
	detail(t, "Cell", ids["c"])
	detail(t, "Runner", gitLabRunners[ids["t"]])
}

var gitLabRunners = map[string]string{"1": "of the whole server", "2": "of a group", "3": "of a project"}

// gitLabRunner tells whose jobs a runner takes: "t1_", "t2_" or "t3_" behind the prefix
// (enum runner_type of app/models/ci/runner.rb of GitLab).
func gitLabRunner(in *Input, t *leak.Token) {
	gitLabRoute(in, t)
	_, rest, _ := strings.Cut(in.Secret, "-")
	if t.Checksum == "" && len(rest) > 3 && rest[0] == 't' && rest[2] == '_' {
		detail(t, "Runner", gitLabRunners[rest[1:2]])
	}
	for _, d := range t.Details {
		if d.Value == gitLabRunners["1"] {
			risk(t, 1, "its runner takes the jobs of every project of the server")
		}
	}
}
