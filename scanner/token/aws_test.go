package token

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Published examples of key ids and their accounts: awsteele.com/blog/2020/09/26 and
// medium.com/@TalBeerySec/a-short-note-on-aws-key-id-f88cc4317489.
const (
	example        = "Y34FZKBO" + "KMUTVV7A"
	exampleAccount = "609629065308"
)

func TestAWSAccount(t *testing.T) {
	assert.Equal(t, exampleAccount, awsAccount("ASIA"+example))
	assert.Equal(t, "029608264753", awsAccount("ASIA"+"QNZGKIQY56JQ7WML"))
	for _, none := range []string{"", "AKIA", "AKIA" + "AAAAAAAAAAAAAAAA", "AKIA" + "7777777777777777", "AKIA" + "189018901890aaaa", "AKIA" + example + "A"} {
		assert.Empty(t, awsAccount(none), none)
	}
}

func TestAWS(t *testing.T) {
	key := drawn(40, base64s)
	pair := func(prefix string) Input {
		return Input{Rule: "aws-secret-access-key", Secret: key, Parts: map[string]string{"aws-access-key-id": prefix + example}}
	}
	check(t,
		tells{"long-term key id", Input{Rule: "aws-access-key-id", Secret: "AKIA" + example}, `
			family: aws
			issuer: AWS
			kind: access key id (long-term)
			account: 609629065308
			never expires`},
		tells{"temporary key id, by form", Input{Rule: "mine", Secret: "ASIA" + example}, `
			kind: access key id (temporary, of STS)
			account: 609629065308
			lifetime: 36h0m0s
			risk: -1 a temporary key needs its session token too, and both end after 36 hours at most
			no never expires`},
		tells{"bearer", Input{Secret: "ABIA" + example}, "kind: STS service bearer token"},
		tells{"no key id", Input{Rule: "mine", Secret: of("AKIA", 16, lower)}, "nothing"},
		tells{"pair, long-term", pair("AKIA"), `
			kind: secret access key (long-term) with its key id
			account: 609629065308
			never expires
			risk: +0 its key id stands beside it: nothing else is needed`},
		tells{"pair, temporary", pair("ASIA"), `
			kind: secret access key (temporary, of STS) with its key id
			risk: -1 a temporary key needs its session token too, and both end after 36 hours at most
			no never expires`},
		tells{"pair, temporary, with its session token", Input{Rule: "aws-secret-access-key", Secret: key,
			Parts: map[string]string{"aws-access-key-id": "ASIA" + example, "aws-session-token": of("IQoJb3", 200, base64s)}}, `
			grants: what its role or user may do
			risk: +0 its key id and its session token stand beside it: nothing else is needed
			risk: -1 a temporary key ends by itself, after 36 hours at most
			no never expires`},
		tells{"secret key alone", Input{Rule: "aws-secret-access-key", Secret: key}, `
			kind: secret access key
			no account
			risk: +0 its key id, which requests need too, does not stand beside it`},
		tells{"session token", Input{Rule: "aws-session-token", Secret: of("IQoJb3", 200, base64s)}, `
			kind: session token (temporary, of STS)
			lifetime: 36h0m0s`},
		tells{"SES", Input{Rule: "aws-ses-smtp-password", Secret: of("BA", 42, base64s), Parts: map[string]string{"aws-access-key-id": "AKIA" + example}}, `
			kind: SES SMTP password, derived from a secret access key
			account: 609629065308`},
		tells{"AppSync", Input{Secret: of("da2-", 26, lower)}, "kind: AppSync API key\nno lifetime"},
		tells{"Cognito", Input{Rule: "aws-cognito-client-secret", Secret: drawn(52, lower)}, "kind: client secret of an app client of a user pool"},
	)
}

func TestBedrock(t *testing.T) {
	enc := base64.StdEncoding.EncodeToString
	url := "bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIA" + example +
		"%2F20250701%2Fus-east-1%2Fbedrock%2Faws4_request&X-Amz-Date=20250701T120000Z&X-Amz-Expires=43200&X-Amz-Signature=" + drawn(64, hex) + "&Version=1"
	check(t,
		tells{"long-term", Input{Rule: "aws-bedrock-api-key", Secret: of("ABSK", 0, alnum) + enc([]byte("BedrockAPIKey-abcd-at-123456789012:"+drawn(44, alnum)))}, `
			family: aws-bedrock
			kind: Bedrock API key (long-term)
			subject: BedrockAPIKey-abcd-at-123456789012
			account: 123456789012
			grants: calls to the models of Amazon Bedrock, at the cost of the account
			no never expires`},
		tells{"long-term, not to be decoded", Input{Rule: "aws-bedrock-api-key", Secret: of("ABSK", 0, alnum) + strings.TrimRight(enc([]byte("BedrockAPIKey")), "=") + drawn(90, alnum)}, "kind: Bedrock API key (long-term)\nno subject"},
		tells{"short-term", Input{Secret: "bedrock-api-key-" + enc([]byte(url))}, `
			kind: Bedrock API key (short-term)
			account: 609629065308
			issued: 2025-07-01T12:00:00Z
			expires: 2025-07-02T00:00:00Z
			lifetime: 12h0m0s
			detail: Region=us-east-1
			risk: -1 it ends with the session of whoever made it, after twelve hours at most`},
	)
}

// The URL is the example of docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html,
// signed by another key.
func TestPresigned(t *testing.T) {
	signature := drawn(64, hex)
	query := "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA" + example + "%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=" + signature
	url := "https://amzn-s3-demo-bucket.s3.amazonaws.com/test.txt?" + query
	found := func(lines string) Input {
		return Input{Rule: "aws-presigned-url", Secret: signature, Match: signature, Lines: lines}
	}
	check(t,
		tells{"S3", found("curl '" + url + "' -o x"), `
			family: aws-presigned
			issuer: AWS
			kind: presigned S3 URL
			account: 609629065308
			grants: the one request that was signed, such as reading one object, to whoever has the URL
			issued: 2013-05-24T00:00:00Z
			expires: 2013-05-25T00:00:00Z
			host: amzn-s3-demo-bucket.s3.amazonaws.com public
			detail: Object=test.txt
			detail: Region=us-east-1
			risk: +0 it cannot be revoked alone: it ends with its time, or with the key that signed it`},
		tells{"whole, by form", Input{Rule: "mine", Secret: url}, "kind: presigned S3 URL\nexpires: 2013-05-25T00:00:00Z"},
		tells{"escaped in HTML and JSON", found(`{"u":"` + replace(url, "&", `\u0026`) + `"}`), "expires: 2013-05-25T00:00:00Z"},
		tells{"temporary key", found("\"" + url + "&X-Amz-Security-Token=x\""), "risk: -1 it was signed with a temporary key, and ends with it"},
		tells{"another service", found(replace(replace(url, "%2Fs3", "%2Fsts"), "https://", "https://u:p@")), "kind: presigned request to sts\nhost: amzn-s3-demo-bucket.s3.amazonaws.com public"},
		tells{"nonsense", found("X-Amz-Credential=a&X-Amz-Date=30000101T000000Z&X-Amz-Expires=-1&X-Amz-Signature=" + signature), "kind: presigned URL\nno expires\nno issued"},
		tells{"version 2", Input{Rule: "mine", Secret: drawn(28, alnum), Match: "AWSAccessKeyId=AKIA" + example + "&Expires=1141889120&Signature=" + drawn(28, alnum)}, `
			kind: presigned S3 URL (signature version 2)
			account: 609629065308
			expires: 2006-03-09T07:25:20Z`},
		tells{"another secret beside", Input{Rule: "mine", Secret: drawn(20, alnum), Match: "password=" + drawn(20, alnum) + "&X-Amz-Signature=" + signature}, "family: named-value"},
	)
}

// docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-custom-policy.html
func TestCloudFront(t *testing.T) {
	policy := base64.StdEncoding.EncodeToString([]byte(`{"Statement":[{"Resource":"http*://d111111abcdef8.cloudfront.net/training/*","Condition":{"IpAddress":{"AWS:SourceIp":"192.0.2.0/24"},"DateLessThan":{"AWS:EpochTime":1767290400},"DateGreaterThan":{"AWS:EpochTime":1767200000}}}]}`))
	signature := drawn(60, alnum)
	check(t,
		tells{"canned policy", Input{Rule: "mine", Secret: signature, Match: "https://d111111abcdef8.cloudfront.net/image.jpg?color=red&Expires=1357034400&Signature=" + signature + "&Key-Pair-Id=K2JCJMDEHXQW5F"}, `
			family: aws-cloudfront
			kind: CloudFront signed URL
			expires: 2013-01-01T10:00:00Z
			host: d111111abcdef8.cloudfront.net public
			detail: Key pair=K2JCJMDEHXQW5F`},
		tells{"custom policy", Input{Rule: "mine", Secret: signature, Match: "?Policy=" + replace(replace(replace(policy, "+", "-"), "=", "_"), "/", "~") + "&Signature=" + signature + "&Key-Pair-Id=K2"}, `
			expires: 2026-01-01T18:00:00Z
			not before: 2025-12-31T16:53:20Z
			detail: Resource=http*://d111111abcdef8.cloudfront.net/training/*
			bound: address 192.0.2.0/24
			risk: -1 it works from these addresses only`},
		tells{"broken policy", Input{Rule: "mine", Secret: signature, Match: "?Policy=bm8_&Signature=" + signature + "&Key-Pair-Id=K2"}, "kind: CloudFront signed URL\nno expires"},
	)
}
