package token

import "testing"

func TestDocker(t *testing.T) {
	auth := base64Of("deploy:" + "dckr_pat_" + chars(27))
	ecr := base64Of("AWS:" + chars(600))
	checkFacts(t, []want{
		{given{value: "dckr_pat_" + chars(27)}, "docker: personal access token; host hub.docker.com"},
		{given{value: "dckr_oat_" + chars(32)}, "docker: organisation access token; host hub.docker.com"},
		{given{rule: "docker-config-auth", value: auth, lines: `{"auths":{"https://index.docker.io/v1/": {"auth": "` + auth + `"}}}`},
			"docker: credentials of a registry in a Docker configuration; subject deploy; host index.docker.io; Password Docker Hub personal access token"},
		{given{rule: "docker-config-auth", value: ecr, lines: `"registry.corp:5000": {"auth": "` + ecr + `"}`},
			"docker: credentials of a registry in a Docker configuration; subject AWS; lives 12h; host registry.corp:5000; Password authorisation token of Amazon ECR; risk -1 its host is on a private network; risk -1 it ends twelve hours after it was made"},
		{given{rule: "docker-config-auth", value: base64Of("nothing"), lines: `"auth": "` + base64Of("nothing") + `"`}, "docker: credentials of a registry in a Docker configuration"},
		{given{rule: "docker-identity-token", value: uuid(), lines: `"x.azurecr.io": {"auth": "", "identitytoken": "` + uuid() + `"}`},
			"docker: identity token of a registry; host x.azurecr.io"},
		{given{value: "SWMTKN-1-" + fill(digits+smalls, 50) + "-" + fill(digits+smalls, 25)},
			"docker: join token of a swarm; never expires; Certificate authority " + fill(digits+smalls, 50)},
	})
}
