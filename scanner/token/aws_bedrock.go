package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// API keys of Amazon Bedrock (docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_bedrock.html):
// a long-term one is "ABSK" and base64 of the public alias of an IAM service-specific
// credential, a colon and a password (the alias "includes the IAM user name and a
// suffix": ServiceCredentialAlias of docs.aws.amazon.com/IAM/latest/APIReference); a
// short-term one is "bedrock-api-key-" and base64 of a presigned URL.
var _ = later(func() { register(Family{Name: "aws-bedrock", Tell: tellBedrock}) })

const bedrock = "calls to the models of Amazon Bedrock, at the cost of the account"

func tellBedrock(in *Input, t *leak.Token) bool {
	if body, ok := strings.CutPrefix(in.Secret, "bedrock-api-key-"); ok {
		return tellShortBedrock(body, t)
	}
	body, ok := strings.CutPrefix(in.Secret, "ABSK")
	if !ok || !in.Is("aws-bedrock-api-key") && !strings.HasPrefix(body, "QmVkcm9ja0FQSUtleS") { // BedrockAPIKey-
		return false
	}
	t.Issuer, t.Kind, t.Grants = "AWS", "Bedrock API key (long-term)", []string{bedrock}
	risk(t, 0, "it lives until the day that was chosen when it was made, which may be never")
	b, ok := unbase64(body)
	alias, _, whole := strings.Cut(string(b), ":")
	if !ok || !whole || !isWord(alias) {
		return true
	}
	t.Subject = text(alias, maxText)
	if _, suffix, ok := strings.Cut(alias, "-at-"); ok && len(suffix) >= 12 && isDigits(suffix[:12]) {
		t.Account = suffix[:12]
	}
	return true
}

func tellShortBedrock(body string, t *leak.Token) bool {
	b, ok := unbase64(body)
	if !ok || !strings.HasPrefix(string(b), "bedrock.amazonaws.com") {
		// cut off, or another encoding: the prefix says what it is all the same
		b = nil
	}
	tellCredential(parseURL(string(b)), "x-amz-", t)
	t.Issuer, t.Kind, t.Grants, t.Lifetime = "AWS", "Bedrock API key (short-term)", []string{bedrock}, 12*hour
	risk(t, -1, "it ends with the session of whoever made it, after twelve hours at most")
	return true
}

// isWord reports whether a text is a name of IAM: letters, digits and _+=,.@-.
func isWord(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_+=,.@-", r)) {
			return false
		}
	}
	return s != ""
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
