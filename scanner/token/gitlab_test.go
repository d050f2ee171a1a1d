package token

import "testing"

func TestGitLab(t *testing.T) {
	// The payload of spec/lib/authn/token_field/decoders/v1/routable_payload_spec.rb of GitLab.
	const routable = "W5m1cHR6skC98Bx7XkuYjmM6MQpnOjgKbzpyegp0OjIQ.01.18"
	checkFacts(t, []want{
		{given{value: "glrtr-" + routable + "1uebm4k"},
			"gitlab: authentication token of a runner that a registration token has made; account group 8; checksum valid; Organisation 1007; Cell 1; Runner of a group"},
		{given{value: "glrtr-" + routable + "1uebm4l"}, "gitlab: authentication token of a runner that a registration token has made"},
		{given{value: "glpat-" + chars(20)}, "gitlab: personal, project, group or impersonation access token"},
		{given{value: "glrt-t1_" + chars(20)}, "gitlab: runner authentication token; Runner of the whole server; risk +1 its runner takes the jobs of every project of the server"},
		{given{value: "glrt-t3_" + chars(20)}, "gitlab: runner authentication token; Runner of a project"},
		{given{value: "glcbt-64_" + chars(20)}, "gitlab: CI/CD job token; risk -1 it ends with its job"},
		{given{value: "GR1348941" + chars(20)}, "gitlab: runner registration token; never expires"},
		{given{value: "glpat-" + chars(10)}, "nothing"},
	})
}
