package token

// Hugging Face's tokens (huggingface.co/docs/hub/security-tokens): fine-grained, read
// and write ones look the same.
var _ = registerForms("huggingface", "Hugging Face",
	form{prefix: "hf_", least: 34, looks: func(s string) bool { return len(s) == 37 && written(s[3:], base62, 34) }, is: "user access token", lives: forever,
		grants: "reading, and as its role says writing, models, data sets and Spaces of its owner and of the owner's organisations"},
	form{prefix: "api_org_", least: 34, is: "organisation API token (legacy)", lives: forever,
		grants: "reading, and as its role says writing, the models and data sets of an organisation"},
)
