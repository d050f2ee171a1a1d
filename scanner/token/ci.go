package token

// Services that build and check code:
// circleci.com/docs/managing-api-tokens, buildkite.com/docs/apis/managing-api-tokens and
// buildkite.com/docs/agent/v3/tokens (prefixes), docs.travis-ci.com/user/developer,
// docs.snyk.io/snyk-api/authentication-for-api,
// docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens,
// docs.sourcegraph.com/cli/how-tos/creating_an_access_token.
var (
	_ = registerForms("circleci", "CircleCI",
		form{prefix: "CCIPAT_", least: 60, is: "personal API token", grants: circleGrants, risks: states(buildRisk)},
		form{prefix: "CCIPRJ_", least: 60, is: "project API token",
			grants: "status, builds or all of one project, by its scope"},
		form{rules: []string{"circleci-token"}, is: "API token (older form)", lives: forever, grants: circleGrants, risks: states(buildRisk)})
	_ = registerForms("buildkite", "Buildkite",
		form{prefix: "bkua_", least: 40, is: "API access token of a user",
			grants: "pipelines, builds and logs of the organisations it was given, within its scopes",
			notes:  []string{"an organisation may revoke what nobody has used for some time"}},
		form{prefix: "bkct_", least: 38, is: "agent token of a cluster", grants: agentGrants, risks: states(buildRisk)},
		form{prefix: "bkcqt_", least: 38, is: "agent token of a queue", grants: agentGrants, risks: states(buildRisk)},
		form{prefix: "bkar_", least: 38, is: "agent registration token", grants: agentGrants, risks: states(buildRisk)},
		form{prefix: "bkaa_", least: 38, is: "access token of an agent",
			grants: "speaking for one agent: its jobs and their secrets", notes: []string{"it ends when the agent stops"}},
		form{prefix: "bkaj_", least: 38, is: "access token of a job", risks: lowers("it ends with its job"),
			grants: "speaking for one job"},
		form{prefix: "bkur_", least: 38, is: "OAuth refresh token",
			grants: "new access tokens of a user for an application"},
		form{prefix: "bkrt_", least: 38, is: "token of a package registry",
			grants: "reading or publishing the packages of a registry"},
		form{prefix: "bkpt_", least: 38, is: "temporary token of packages", risks: lowers("it ends within minutes"),
			grants: "reading packages"},
		form{prefix: "bktr_", least: 38, is: "pipeline trigger token", lives: forever,
			grants: "starting builds of one pipeline"},
		form{prefix: "bkpat_", least: 38, is: "portal token",
			grants: "the one GraphQL operation of a portal"},
		form{prefix: "bkps_", least: 38, is: "portal secret", lives: forever,
			grants: "making tokens of a portal"},
		form{prefix: "bkat_", least: 38, is: "access token of a pipeline",
			grants: "reading or starting builds of one pipeline, within its scopes"})
	_ = registerForms("travis", "Travis CI",
		form{rules: []string{"travis-api-token"}, is: "API token", lives: forever,
			grants: "starting builds, and reading logs and settings, as its owner", risks: states(buildRisk)})
	_ = registerForms("snyk", "Snyk",
		form{prefix: "snyk_uat.", least: 40, is: "personal access token",
			grants: "projects and vulnerabilities of its owner's organisations, within the owner's role",
			notes:  []string{"its owner chose when it expires"}},
		form{prefix: "snyk_sat.", least: 40, is: "service account token",
			grants: "projects and vulnerabilities of a group or organisation, within its role"},
		form{rules: []string{"snyk-token"}, is: "API token", lives: forever,
			grants: "projects and vulnerabilities of its owner's organisations, or of a service account's"})
	_ = registerForms("sonarqube", "SonarQube",
		form{prefix: "squ_", least: 40, is: "user token", notes: sonarNotes,
			grants: "everything that its owner may do, administration included"},
		form{prefix: "sqp_", least: 40, is: "project analysis token", notes: sonarNotes,
			grants: "sending analyses of one project"},
		form{prefix: "sqa_", least: 40, is: "global analysis token", notes: sonarNotes,
			grants: "sending analyses of all projects"},
		form{prefix: "sqb_", least: 40, is: "badge token of a project", lives: forever,
			grants: "reading the badges of a private project", risks: lowers("it shows badges only")},
		form{rules: []string{"sonarqube-legacy-token", "sonar-api-token"}, is: "token (older form)",
			grants: "sending analyses, or everything that its owner may do"})
	_ = registerForms("sourcegraph", "Sourcegraph",
		form{rules: []string{"sourcegraph-gateway-token"}, is: "token of the model gateway",
			grants: "models at the cost of an instance or user"},
		form{rules: []string{"sourcegraph-*"}, is: "access token",
			grants: "all code that its owner may read; with the scope site-admin:sudo acting as anybody",
			notes:  []string{"it expires only if a date was set"}})
)

const (
	buildRisk    = "a build sees the secrets of its project: whoever starts one can read them"
	circleGrants = "starting builds and reading the projects of its owner"
	agentGrants  = "registering agents, which then get jobs and their secrets"
)

var sonarNotes = []string{"it expires only if a date was set, or the server demands one"}
