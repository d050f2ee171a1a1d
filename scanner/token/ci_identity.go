package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Identity tokens of CI systems: a job shows one to a cloud, which gives it
// credentials in exchange (workload identity federation).
var (
	_ = later(func() { registerIssuer("github-actions", tellActions) })
	_ = later(func() { registerIssuer("gitlab-ci", tellGitLabCI) })
	_ = later(func() { registerIssuer("ci-identity", tellOtherCI) })
)

const federated = "credentials of every cloud that trusts the job that it was given to"

// tellActions reads tokens of GitHub Actions
// (docs.github.com/en/actions/reference/security/oidc).
func tellActions(j *signed, t *leak.Token) bool {
	issuer := strings.TrimPrefix(j.issuer, "https://")
	if issuer != "token.actions.githubusercontent.com" && !strings.HasPrefix(issuer, "token.actions.githubusercontent.com/") {
		return false
	}
	c := j.claims
	t.Issuer, t.Kind, t.Account = "GitHub Actions", "identity token of a workflow (OpenID Connect)", c.text("repository")
	t.Grants = []string{federated}
	for _, claim := range []string{"repository", "repository_visibility", "workflow", "ref", "environment", "actor", "run_id", "job_workflow_ref"} {
		detail(t, spaced(claim), c.text(claim))
	}
	risk(t, 0, "it lives for minutes, but what it was exchanged for may live for hours")
	return true
}

// tellGitLabCI reads ID tokens of GitLab jobs, of any GitLab
// (docs.gitlab.com/ci/secrets/id_token_authentication).
func tellGitLabCI(j *signed, t *leak.Token) bool {
	c := j.claims
	if !c.has("project_path") || !c.has("pipeline_id") || !c.has("job_id") {
		return false
	}
	t.Issuer, t.Kind, t.Account = "GitLab CI", "ID token of a job (OpenID Connect)", c.text("project_path")
	t.Grants = []string{federated}
	detail(t, "Issuer", j.issuer)
	for _, claim := range []string{"project_path", "ref", "ref_protected", "environment", "user_login", "pipeline_id", "job_id"} {
		detail(t, spaced(claim), c.text(claim))
	}
	return true
}

// otherCI are issuers by the host of their URL.
var otherCI = []struct{ host, name string }{
	{"oidc.circleci.com", "CircleCI"},            // circleci.com/docs/guides/permissions-authentication/openid-connect-tokens
	{"agent.buildkite.com", "Buildkite"},         // buildkite.com/docs/agent/v3/cli/reference/oidc
	{"api.bitbucket.org", "Bitbucket Pipelines"}, // support.atlassian.com: "Integrate Pipelines with resource servers using OIDC"
	{"vstoken.dev.azure.com", "Azure Pipelines"}, // learn.microsoft.com: "Workload identity federation"
	{"app.terraform.io", "HCP Terraform"},        // developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials
	{"oidc.vercel.com", "Vercel"},                // vercel.com/docs/oidc
	{"oidc.fly.io", "Fly.io"},                    // fly.io/docs/security/openid-connect
}

func tellOtherCI(j *signed, t *leak.Token) bool {
	host := issuerURL(j).Host
	for _, ci := range otherCI {
		if host == ci.host {
			t.Issuer, t.Kind, t.Grants = ci.name, "identity token of a job (OpenID Connect)", []string{federated}
			detail(t, "Issuer", j.issuer)
			return true
		}
	}
	return false
}

// spaced returns the name of a claim as words: "Job workflow ref".
func spaced(claim string) string {
	s := strings.ReplaceAll(claim, "_", " ")
	return strings.ToUpper(s[:1]) + s[1:]
}
