package verify

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

const (
	awsIdentity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
		`<Arn>arn:aws:iam::123456789012:user/Alice</Arn><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId><Account>123456789012</Account>` +
		`</GetCallerIdentityResult><ResponseMetadata><RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId></ResponseMetadata></GetCallerIdentityResponse>`
	awsAsks     = "Action=GetCallerIdentity&Version=2011-06-15"
	awsMismatch = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method."
)

func awsError(code, message string) string {
	return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>` + code + `</Code><Message>` + message +
		`</Message></Error><RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId></ErrorResponse>`
}

var (
	awsKey   = map[string]string{"aws-access-key-id": "AKIA" + "{{rand}}"}
	awsTries = []string{"POST sts.amazonaws.com/", "POST sts.us-gov-west-1.amazonaws.com/"}
	awsEnds  = "POST sts.cn-north-1.amazonaws.com.cn/"
)

var _ = contract("aws",
	documented{
		name: "lives", rule: "aws-secret-access-key", parts: awsKey, asks: "POST sts.amazonaws.com/", body: awsAsks,
		header: header{"X-Amz-Date": "20260601T120000Z", "X-Amz-Security-Token": ""},
		answer: outboundtest.Answer(200, awsIdentity, "Content-Type", "text/xml"),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and GetCallerIdentityResult", Owner: "arn:aws:iam::123456789012:user/Alice", Account: "123456789012"},
	},
	documented{
		name: "temporary, lives", rule: "aws-secret-access-key", asks: "POST sts.amazonaws.com/", body: awsAsks,
		parts:  map[string]string{"aws-access-key-id": "ASIA" + "{{rand}}", "aws-session-token": "IQoJ{{rand}}{{rand}}"},
		header: header{"X-Amz-Security-Token": "{{aws-session-token}}"},
		answer: outboundtest.Answer(200, awsIdentity),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and GetCallerIdentityResult", Owner: "arn:aws:iam::123456789012:user/Alice", Account: "123456789012"},
	},
	documented{
		name: "temporary, without its token, is not asked about", rule: "aws-secret-access-key",
		parts:  map[string]string{"aws-access-key-id": "ASIA" + "{{rand}}"},
		answer: outboundtest.Answer(500, ``),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "a temporary key (ASIA) takes its session token, which was not found beside it"},
	},
	documented{
		name: "a key of another kind, is not asked about", rule: "aws-secret-access-key",
		parts:  map[string]string{"aws-access-key-id": "ACCA" + "{{rand}}"},
		answer: outboundtest.Answer(500, ``),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "it is no key of a user or role (AKIA, ASIA), and signs no request"},
	},
	documented{
		name: "without its id, is not asked about", rule: "aws-secret-access-key",
		answer: outboundtest.Answer(500, ``),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "it takes the key id, which was not found beside it"},
	},
	documented{
		name: "deactivated or deleted", rule: "aws-secret-access-key", parts: awsKey, tries: awsTries, asks: awsEnds, body: awsAsks,
		answer: outboundtest.Answer(403, awsError("InvalidClientTokenId", "The security token included in the request is invalid.")),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "InvalidClientTokenId: no such key"},
	},
	documented{
		name: "the secret of another key", rule: "aws-secret-access-key-in-row", parts: awsKey, bases: []string{"https://sts.amazonaws.com"}, asks: "POST sts.amazonaws.com/", body: awsAsks,
		answer: outboundtest.Answer(403, awsError("SignatureDoesNotMatch", awsMismatch)),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "SignatureDoesNotMatch: it is not the secret of the key id that stands beside it; it may be that of another"},
	},
	documented{
		name: "temporary, expired", rule: "aws-secret-access-key", tries: awsTries, asks: awsEnds, body: awsAsks,
		parts:  map[string]string{"aws-access-key-id": "ASIA" + "{{rand}}", "aws-session-token": "IQoJ{{rand}}{{rand}}"},
		answer: outboundtest.Answer(403, awsError("ExpiredToken", "The security token included in the request is expired")),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "ExpiredToken"},
	},
	documented{
		name: "a clock that is wrong", rule: "aws-secret-access-key", parts: awsKey, bases: []string{"https://sts.amazonaws.com"}, asks: "POST sts.amazonaws.com/", body: awsAsks,
		answer: outboundtest.Answer(403, awsError("SignatureDoesNotMatch", "Signature expired: 20260601T120000Z is now earlier than 20260601T130000Z")),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "AWS does not take the time of this machine's clock"},
	},
)

var _ = contract("bedrock",
	documented{
		name: "lives", rule: "aws-bedrock-api-key", asks: "GET bedrock.us-east-1.amazonaws.com/foundation-models", header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"modelSummaries": [{"modelId": "amazon.nova-lite-v1:0", "modelName": "Nova Lite", "providerName": "Amazon"}]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json modelSummaries.0.modelId"},
	},
	documented{
		name: "lives, without the right to list", rule: "aws-bedrock-api-key", asks: "GET bedrock.us-east-1.amazonaws.com/foundation-models",
		answer: outboundtest.Answer(403, `{"message": "User: arn:aws:iam::123456789012:user/BedrockAPIKey-1a2b is not authorized to perform: bedrock:ListFoundationModels because no identity-based policy allows the bedrock:ListFoundationModels action"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json message ~ 'is not authorized to perform: bedrock:ListFoundationModels'"},
	},
	documented{
		name: "wrong, or of another region", rule: "aws-bedrock-short-term-key", asks: "GET bedrock.us-east-1.amazonaws.com/foundation-models",
		answer: outboundtest.Answer(403, `{"Message": "Authentication failed: Please make sure your API Key is valid."}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, without one of the documented reasons (status 403)"},
	},
)

// The signature itself is tested with the vectors of AWS in package sigv4; here that
// the scope fits the host.
func TestAWSSignsForTheRegionOfTheHost(t *testing.T) {
	for host, region := range map[string]string{
		"sts.amazonaws.com": "us-east-1", "sts.cn-north-1.amazonaws.com.cn": "cn-north-1", "sts.us-gov-west-1.amazonaws.com": "us-gov-west-1",
		"sts.eu-west-1.amazonaws.com": "eu-west-1", "proxy.example.com": "us-east-1",
	} {
		s := outboundtest.New(t, outboundtest.Answer(200, awsIdentity))
		f := documented{rule: "aws-secret-access-key", parts: awsKey}.finding()
		client := s.Client(func(o *outbound.Options) { o.Bases = map[string][]string{"aws": {"https://" + host}} })
		require.NoError(t, Verify(t.Context(), client, Options{}, []*leak.Finding{f}))
		require.Len(t, s.Requests(), 1)
		authorization := s.Requests()[0].Header.Get("Authorization")
		assert.True(t, strings.HasPrefix(authorization, "AWS4-HMAC-SHA256 Credential="+f.Parts[0].Secret.Reveal()+"/20260601/"+region+"/sts/aws4_request, SignedHeaders="), host)
	}
}
