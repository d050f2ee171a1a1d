package remedy

import (
	"slices"
	"strings"
)

// keyless is a way to do without a secret of an issuer at all.
type keyless struct {
	rules     []string // ids, or the beginnings of ids that end in "-"
	languages []string // of files where it helps; nil: in all
	text      string
	docs      []string
}

var keylessWays = []keyless{
	{
		rules: []string{"aws-access-key-id", "aws-secret-access-key", "aws-secret-access-key-in-row", "aws-session-token"},
		text:  "On AWS, a role gives a program credentials that change by themselves; a CI job gets one by OpenID Connect. Neither needs a key that is kept.",
		docs:  []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html", "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html"},
	}, {
		rules: []string{"gcp-service-account-key"},
		text:  "On Google Cloud, a program has the service account that is attached to where it runs; elsewhere, workload identity federation takes the place of a key.",
		docs:  []string{"https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys", "https://cloud.google.com/iam/docs/workload-identity-federation"},
	}, {
		rules: []string{"azure-client-secret", "azure-storage-key", "azure-storage-key-alone", "azure-cosmos-", "azure-service-bus-key", "azure-event-hub-key", "azure-search-key", "azure-app-configuration-key"},
		text:  "On Azure, a managed identity takes the place of the secret; elsewhere, a federated credential does.",
		docs:  []string{"https://learn.microsoft.com/en-us/entra/identity/managed-identities-azure-resources/overview", "https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation"},
	}, {
		rules: []string{"github-"}, languages: []string{"github-actions"},
		text: "Every job of GitHub Actions has a GITHUB_TOKEN of its own, which ends with it: give it the permissions that it needs in the workflow.",
		docs: []string{"https://docs.github.com/en/actions/tutorials/authenticate-with-github_token"},
	}, {
		rules: []string{"gitlab-"}, languages: []string{"gitlab-ci"},
		text: "Every job of GitLab CI has a CI_JOB_TOKEN of its own, which ends with it.",
		docs: []string{"https://docs.gitlab.com/ci/jobs/ci_job_token/"},
	}, {
		rules: []string{"npm-", "npmrc-"}, languages: []string{"github-actions", "gitlab-ci"},
		text: "npm takes packages from a CI job that it trusts, without a token.",
		docs: []string{"https://docs.npmjs.com/trusted-publishers"},
	}, {
		rules: []string{"pypi-", "pypirc-"}, languages: []string{"github-actions", "gitlab-ci"},
		text: "PyPI takes packages from a CI job that it trusts, without a token.",
		docs: []string{"https://docs.pypi.org/trusted-publishers/"},
	}, {
		rules: []string{"crates-io-token", "cargo-registry-token"}, languages: []string{"github-actions"},
		text: "crates.io takes crates from a workflow that it trusts, without a token.",
		docs: []string{"https://crates.io/docs/trusted-publishing"},
	}, {
		rules: []string{"rubygems-api-key"}, languages: []string{"github-actions"},
		text: "RubyGems takes gems from a workflow that it trusts, without a key.",
		docs: []string{"https://guides.rubygems.org/trusted-publishing/"},
	},
}

// Keyless says how to do without a secret that a rule has found, where the issuer has
// a way: better than any store. The text is "" where there is none.
func Keyless(rule, file string) (text string, docs []string) {
	language := Language(file)
	for _, k := range keylessWays {
		named := slices.ContainsFunc(k.rules, func(r string) bool { return r == rule || strings.HasSuffix(r, "-") && strings.HasPrefix(rule, r) })
		if named && (k.languages == nil || slices.Contains(k.languages, language)) {
			return k.text, k.docs
		}
	}
	return "", nil
}
