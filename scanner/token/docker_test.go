package token

import "testing"

func TestDocker(t *testing.T) {
	auth := base64Of("deploy:" + "dckr_pat_" + chars(27))
	ecr := base64Of("AWS:" + chars(600))
	checkFacts(t, []want{
		{Input{Secret: "dckr_pat_" + chars(27)}, "docker: personal access token; host hub.docker.com"},
		{Input{Secret: "dckr_oat_" + chars(32)}, "docker: organisation access token; host hub.docker.com"},
		{Input{Rule: "docker-config-auth", Secret: auth, Lines: `{"auths":{"https://index.docker.io/v1/": {"auth": "` + auth + `"}}}`},
			"docker: credentials of a registry in a Docker configuration; subject deploy; host index.docker.io; Password Docker Hub personal access token"},
		{Input{Rule: "docker-config-auth", Secret: ecr, Lines: `"registry.corp:5000": {"auth": "` + ecr + `"}`},
			"docker: credentials of a registry in a Docker configuration; subject AWS; lives 12h; host registry.corp:5000; Password authorisation token of Amazon ECR; risk -1 its host is on a private network; risk -1 it ends twelve hours after it was made"},
		{Input{Rule: "docker-config-auth", Secret: "bm90aGluZw==", Lines: `"auth": "bm90aGluZw=="`}, "docker: credentials of a registry in a Docker configuration"},
		{Input{Rule: "docker-identity-token", Secret: uuid(), Lines: `"x.azurecr.io": {"auth": "", "identitytoken": "` + uuid() + `"}`},
			"docker: identity token of a registry; host x.azurecr.io"},
		{Input{Secret: "SWMTKN-1-" + fill(digits+smalls, 50) + "-" + fill(digits+smalls, 25)},
			"docker: join token of a swarm; never expires; Certificate authority " + fill(digits+smalls, 50)},
	})
}
