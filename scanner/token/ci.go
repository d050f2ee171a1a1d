package token

// Services that build and check code:
// circleci.com/docs/managing-api-tokens, buildkite.com/docs/apis/managing-api-tokens and
// buildkite.com/docs/agent/v3/tokens (prefixes), docs.travis-ci.com/user/developer,
// docs.snyk.io/snyk-api/authentication-for-api,
// docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens,
// docs.sourcegraph.com/cli/how-tos/creating_an_access_token.
var (
	_ = later(func() {
		registerKinds("circleci", "CircleCI",
			kind{prefix: "CCIPAT_", min: 67, is: "personal API token", grants: circleGrants, risks: states(buildRisk)},
			kind{prefix: "CCIPRJ_", min: 67, is: "project API token",
				grants: "status, builds or all of one project, by its scope"},
			kind{rules: []string{"circleci-token"}, is: "API token (older form)", never: true, grants: circleGrants, risks: states(buildRisk)})
	})
	_ = later(func() {
		registerKinds("buildkite", "Buildkite",
			kind{prefix: "bkua_", min: 45, is: "API access token of a user",
				grants: "pipelines, builds and logs of the organisations it was given, within its scopes",
				notes:  []string{"an organisation may revoke what nobody has used for some time"}},
			kind{prefix: "bkct_", min: 43, is: "agent token of a cluster", grants: agentGrants, risks: states(buildRisk)},
			kind{prefix: "bkcqt_", min: 44, is: "agent token of a queue", grants: agentGrants, risks: states(buildRisk)},
			kind{prefix: "bkar_", min: 43, is: "agent registration token", grants: agentGrants, risks: states(buildRisk)},
			kind{prefix: "bkaa_", min: 43, is: "access token of an agent",
				grants: "speaking for one agent: its jobs and their secrets", note: "it ends when the agent stops"},
			kind{prefix: "bkaj_", min: 43, is: "access token of a job", risks: lowers("it ends with its job"),
				grants: "speaking for one job"},
			kind{prefix: "bkur_", min: 43, is: "OAuth refresh token",
				grants: "new access tokens of a user for an application"},
			kind{prefix: "bkrt_", min: 43, is: "token of a package registry",
				grants: "reading or publishing the packages of a registry"},
			kind{prefix: "bkpt_", min: 43, is: "temporary token of packages", risks: lowers("it ends within minutes"),
				grants: "reading packages"},
			kind{prefix: "bktr_", min: 43, is: "pipeline trigger token", never: true,
				grants: "starting builds of one pipeline"},
			kind{prefix: "bkpat_", min: 44, is: "portal token",
				grants: "the one GraphQL operation of a portal"},
			kind{prefix: "bkps_", min: 43, is: "portal secret", never: true,
				grants: "making tokens of a portal"},
			kind{prefix: "bkat_", min: 43, is: "access token of a pipeline",
				grants: "reading or starting builds of one pipeline, within its scopes"})
	})
	_ = later(func() {
		registerKinds("travis", "Travis CI",
			kind{rules: []string{"travis-api-token"}, is: "API token", never: true,
				grants: "starting builds, and reading logs and settings, as its owner", risks: states(buildRisk)})
	})
	_ = later(func() {
		registerKinds("snyk", "Snyk",
			kind{prefix: "snyk_uat.", min: 49, is: "personal access token",
				grants: "projects and vulnerabilities of its owner's organisations, within the owner's role",
				note:   "its owner chose when it expires"},
			kind{prefix: "snyk_sat.", min: 49, is: "service account token",
				grants: "projects and vulnerabilities of a group or organisation, within its role"},
			kind{rules: []string{"snyk-token"}, is: "API token", never: true,
				grants: "projects and vulnerabilities of its owner's organisations, or of a service account's"})
	})
	_ = later(func() {
		registerKinds("sonarqube", "SonarQube",
			kind{prefix: "squ_", min: 44, is: "user token", notes: sonarNotes,
				grants: "everything that its owner may do, administration included"},
			kind{prefix: "sqp_", min: 44, is: "project analysis token", notes: sonarNotes,
				grants: "sending analyses of one project"},
			kind{prefix: "sqa_", min: 44, is: "global analysis token", notes: sonarNotes,
				grants: "sending analyses of all projects"},
			kind{prefix: "sqb_", min: 44, is: "badge token of a project", never: true,
				grants: "reading the badges of a private project", risks: lowers("it shows badges only")},
			kind{rules: []string{"sonarqube-legacy-token", "sonar-api-token"}, is: "token (older form)",
				grants: "sending analyses, or everything that its owner may do"})
	})
	_ = later(func() {
		registerKinds("sourcegraph", "Sourcegraph",
			kind{rules: []string{"sourcegraph-gateway-token"}, is: "token of the model gateway",
				grants: "models at the cost of an instance or user"},
			kind{rules: []string{"sourcegraph-*"}, is: "access token",
				grants: "all code that its owner may read; with the scope site-admin:sudo acting as anybody",
				note:   "it expires only if a date was set"})
	})
)

const (
	buildRisk    = "a build sees the secrets of its project: whoever starts one can read them"
	circleGrants = "starting builds and reading the projects of its owner"
	agentGrants  = "registering agents, which then get jobs and their secrets"
)

var sonarNotes = []string{"it expires only if a date was set, or the server demands one"}
