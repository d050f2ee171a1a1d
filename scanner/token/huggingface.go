package token

// Hugging Face's tokens (huggingface.co/docs/hub/security-tokens): fine-grained, read
// and write ones look the same.
var _ = later(func() {
	registerKinds("huggingface", "Hugging Face",
		kind{prefix: "hf_", min: 37, looks: func(s string) bool { return len(s) == 37 && written(s[3:], base62, 34) }, is: "user access token", never: true,
			grants: "reading, and as its role says writing, models, data sets and Spaces of its owner and of the owner's organisations"},
		kind{prefix: "api_org_", min: 42, is: "organisation API token (legacy)", never: true,
			grants: "reading, and as its role says writing, the models and data sets of an organisation"},
	)
})
