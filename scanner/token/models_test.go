package token

import "testing"

func TestModels(t *testing.T) {
	key := chars(40) + "T3Blbk" + "FJ" + chars(40)
	checkFacts(t, []want{
		{Input{Secret: "sk-proj-" + key}, "openai: API key of a project; never expires"},
		{Input{Secret: "sk-svcacct-" + key}, "openai: API key of a service account; never expires; risk +0 it belongs to nobody: it outlives the person who made it"},
		{Input{Secret: "sk-admin-" + key}, "openai: admin API key; never expires; risk +1 it administers an organisation: it can make further keys"},
		{Input{Rule: "openai-api-key", Secret: "sk-" + chars(48)}, "openai: API key of a user (legacy); never expires"},
		{Input{Rule: "deepseek-api-key", Secret: "sk-" + chars(48)}, "nothing"},
		{Input{Rule: "openai-webhook-secret", Secret: "whsec_" + chars(40)}, "openai: signing secret of a webhook; never expires"},
		{Input{Secret: "sk-ant-api03-" + chars(93) + "AA"}, "anthropic: API key; never expires"},
		{Input{Secret: "sk-ant-admin01-" + chars(93) + "AA"}, "anthropic: Admin API key; never expires; risk +1 it administers an organisation"},
		{Input{Secret: "sk-ant-oat01-" + chars(95)}, "anthropic: OAuth access token; lives 8760h"},
		{Input{Secret: "sk-ant-ort01-" + chars(95)}, "anthropic: OAuth refresh token"},
		{Input{Secret: "hf_" + fill(capitals+smalls, 34)}, "huggingface: user access token; never expires"},
		{Input{Secret: "api_org_" + fill(capitals+smalls, 34)}, "huggingface: organisation API token (legacy); never expires"},
		{Input{Secret: "sk-or-v1-" + hexes(64)}, "openrouter: API key or provisioning key"},
		{Input{Secret: "tvly-dev-" + chars(32)}, "tavily: development API key"},
		{Input{Secret: "xai-" + chars(80)}, "xai: API key"},
	})
}
