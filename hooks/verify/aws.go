package verify

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/sigv4"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// A key is asked about with its own signature; GetCallerIdentity needs no permission
// and cannot be denied. A key lives in one partition (the world, China, GovCloud),
// which it does not tell, and is unknown to the others.
var _ = register(Issuer{
	Name: "aws", Title: "AWS",
	Bases: []string{"https://sts.amazonaws.com", "https://sts.us-gov-west-1.amazonaws.com", "https://sts.cn-north-1.amazonaws.com.cn"},
	Rules: []string{"aws-secret-access-key", "aws-secret-access-key-in-row"},
	Docs:  "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html",
	Tells: "ARN, account",
	Asks:  "POST / Action=GetCallerIdentity, signed",
	Ask:   askAWS,
})

var _ = register(Issuer{
	Name: "aws", Title: "AWS", Bases: []string{"https://sts.amazonaws.com"},
	Rules:  []string{"aws-access-key-id", "aws-session-token"},
	Docs:   "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html",
	Cannot: "it takes the secret key of the same credential, which was not found beside it",
})

// Keys of Bedrock list models like those of IAM. Which policy lets them is another matter.
var _ = register(Issuer{
	Name: "bedrock", Title: "Amazon Bedrock", Bases: []string{"https://bedrock.us-east-1.amazonaws.com"},
	Rules: []string{"aws-bedrock-api-key", "aws-bedrock-short-term-key"},
	Docs:  "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-use.html",
	Tells: "that it lives",
	Doubt: "a key of another region is refused in the words that are said of a wrong one",
	Request: request.Must(request.Request{
		URL: "/foundation-models", Headers: bearer(),
		Active: []string{
			"status 200 and json modelSummaries.0.modelId",
			"status 403 and json message ~ 'is not authorized to perform: bedrock:ListFoundationModels'",
			"status 403 and json Message ~ 'is not authorized to perform: bedrock:ListFoundationModels'",
		},
	}),
})

func askAWS(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error) {
	key := sigv4.Key{
		ID: cred.Part("aws-access-key-id").Reveal(), Secret: cred.Secret.Reveal(), Session: cred.Part("aws-session-token").Reveal(),
		Region: stsRegion(c.Host()), Service: "sts",
	}
	switch {
	case key.ID == "":
		return leak.Verdict{}, errors.New("it takes the key id, which was not found beside it")
	case strings.HasPrefix(key.ID, "ASIA") && key.Session == "":
		// Without its token AWS calls a temporary key that lives invalid.
		return leak.Verdict{}, errors.New("a temporary key (ASIA) takes its session token, which was not found beside it")
	case strings.HasPrefix(key.ID, "AKIA"):
		key.Session = "" // one that stands near is of another key
	case !strings.HasPrefix(key.ID, "ASIA"):
		return leak.Verdict{}, errors.New("it is no key of a user or role (AKIA, ASIA), and signs no request")
	}
	r := outbound.Request{
		Method: "POST", Path: "/", Body: []byte("Action=GetCallerIdentity&Version=2011-06-15"),
		Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Accept": "text/xml"},
	}
	sigv4.Sign(&r, c.Host(), key, c.Now())
	got, err := c.Do(ctx, r)
	if err != nil {
		return leak.Verdict{}, err
	}
	return readSTS(got)
}

// stsRegion is the region that a host of STS signs for: "sts.eu-west-1.amazonaws.com".
func stsRegion(host string) string {
	labels := strings.Split(host, ".")
	if len(labels) > 3 && labels[0] == "sts" && labels[2] == "amazonaws" {
		return labels[1]
	}
	return "us-east-1"
}

// readSTS reads an answer of the Query API; the codes are those of
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html.
func readSTS(got *outbound.Response) (leak.Verdict, error) {
	var said struct {
		XMLName xml.Name
		Arn     string `xml:"GetCallerIdentityResult>Arn"`
		Account string `xml:"GetCallerIdentityResult>Account"`
		Code    string `xml:"Error>Code"`
		Message string `xml:"Error>Message"`
	}
	if err := xml.Unmarshal(got.Body, &said); err != nil {
		return leak.Verdict{}, fmt.Errorf("an answer that is not as documented (status %d)", got.Status)
	}
	inactive := func(reason string) (leak.Verdict, error) {
		return leak.Verdict{State: leak.StateInactive, Reason: reason}, nil
	}
	switch {
	case got.Status == 200 && said.XMLName.Local == "GetCallerIdentityResponse" && said.Arn != "":
		return leak.Verdict{
			State: leak.StateActive, Reason: "status 200 and GetCallerIdentityResult",
			Owner: request.Plain(said.Arn), Account: request.Plain(said.Account),
		}, nil
	case got.Status != 403:
	case said.Code == "InvalidClientTokenId":
		return inactive("InvalidClientTokenId: no such key")
	case said.Code == "ExpiredToken", said.Code == "ExpiredTokenException":
		return inactive(said.Code)
	case said.Code == "SignatureDoesNotMatch" && strings.HasPrefix(said.Message, "The request signature we calculated does not match"):
		// The id was found near by and lives. Whose secret this is, nobody has said.
		return leak.Verdict{}, errors.New("SignatureDoesNotMatch: it is not the secret of the key id that stands beside it; it may be that of another")
	case said.Code == "SignatureDoesNotMatch": // "Signature expired", "Signature not yet current"
		return leak.Verdict{}, errors.New("AWS does not take the time of this machine's clock")
	}
	return leak.Verdict{}, fmt.Errorf("refused, without one of the documented reasons (status %d)", got.Status)
}
