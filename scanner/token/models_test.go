package token

import "testing"

func TestModels(t *testing.T) {
	key := chars(40) + "T3Blbk" + "FJ" + chars(40)
	checkFacts(t, []want{
		{given{value: "sk-proj-" + key}, "openai: API key of a project; never expires"},
		{given{value: "sk-svcacct-" + key}, "openai: API key of a service account; never expires; risk +0 it belongs to nobody: it outlives the person who made it"},
		{given{value: "sk-admin-" + key}, "openai: admin API key; never expires; risk +1 it administers an organisation: it can make further keys"},
		{given{rule: "openai-api-key", value: "sk-" + chars(48)}, "openai: API key of a user (legacy); never expires"},
		{given{rule: "deepseek-api-key", value: "sk-" + chars(48)}, "nothing"},
		{given{rule: "openai-webhook-secret", value: "whsec_" + chars(40)}, "openai: signing secret of a webhook; never expires"},
		{given{value: "sk-ant-api03-" + chars(93) + "AA"}, "anthropic: API key; never expires"},
		{given{value: "sk-ant-admin01-" + chars(93) + "AA"}, "anthropic: Admin API key; never expires; risk +1 it administers an organisation"},
		{given{value: "sk-ant-oat01-" + chars(95)}, "anthropic: OAuth access token; lives 8760h"},
		{given{value: "sk-ant-ort01-" + chars(95)}, "anthropic: OAuth refresh token"},
		{given{value: "hf_" + fill(capitals+smalls, 34)}, "huggingface: user access token; never expires"},
		{given{value: "api_org_" + fill(capitals+smalls, 34)}, "huggingface: organisation API token (legacy); never expires"},
		{given{value: "sk-or-v1-" + hexes(64)}, "openrouter: API key or provisioning key"},
		{given{value: "tvly-dev-" + chars(32)}, "tavily: development API key"},
		{given{value: "xai-" + chars(80)}, "xai: API key"},
	})
}
