package token

import (
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Access keys of AWS (docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html,
// "Understanding unique ID prefixes", and /id_credentials_access-keys.html).
var _ = later(func() { register(Family{Name: "aws", Tell: tellAWS}) })

const (
	awsPolicies = "what the policies of its user, or of the root user if it is one's, allow in the account"
	awsSession  = 36 * hour // GetSessionToken; of a role twelve hours
)

// awsKeys are key ids by prefix.
var awsKeys = map[string]kind{
	"AKIA": {is: "access key id (long-term)", never: true, grants: "nothing alone; with its secret key, " + awsPolicies},
	"ASIA": {is: "access key id (temporary, of STS)", lifetime: awsSession,
		grants: "nothing alone; with its secret key and its session token, what its role or user may do",
		risks:  []leak.Reason{{Change: -1, Text: "a temporary key needs its session token too, and both end after 36 hours at most"}}},
	"ABIA": {is: "STS service bearer token", grants: "requests to the one service that asked for it"},
	"ACCA": {is: "context-specific credential", grants: "the one service that it was made for"},
}

var awsOthers = []kind{
	{rules: []string{"aws-session-token"}, is: "session token (temporary, of STS)", lifetime: awsSession,
		grants: "nothing alone; with its key id and secret key, what its role or user may do",
		risks:  []leak.Reason{{Change: -1, Text: "a session token ends by itself: after 36 hours at most, of a role after twelve"}}},
	// docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html
	{rules: []string{"aws-ses-smtp-password"}, is: "SES SMTP password, derived from a secret access key", never: true,
		grants: "sending mail as the verified identities of the account, in one region"},
	// docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
	{rules: []string{"aws-cognito-client-secret"}, is: "client secret of an app client of a user pool", never: true,
		grants: "acting as the app client: signing users up and in and, with client credentials, tokens of its own"},
	// docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
	{rules: []string{"aws-appsync-api-key"}, prefix: "da2-", min: 30, is: "AppSync API key",
		grants: "the queries and mutations of one GraphQL API that are open to API keys",
		note:   "a year at most, but its owner may prolong it"},
}

func tellAWS(in *Input, t *leak.Token) bool {
	key := in.Secret
	if in.Is("aws-secret-access-key", "aws-secret-access-key-in-row") {
		key = in.Part("aws-access-key-id")
		tellSecretKey(key, in.Part("aws-session-token") != "", t)
	} else if k, ok := awsKeys[key[:min(4, len(key))]]; ok && awsAccount(key) != "" {
		k.tell("AWS", t)
	} else if tellKind(in, t, "AWS", awsOthers) == nil {
		return false
	} else {
		key = in.Part("aws-access-key-id")
	}
	t.Account = awsAccount(key)
	return true
}

// tellSecretKey tells of a secret access key what its key id says, if that is beside, as
// its session token may be.
func tellSecretKey(id string, session bool, t *leak.Token) {
	t.Issuer, t.Kind, t.Grants = "AWS", "secret access key", []string{awsPolicies}
	switch {
	case strings.HasPrefix(id, "AKIA"):
		t.Kind = "secret access key (long-term) with its key id"
		t.NeverExpires = true
		risk(t, 0, "its key id stands beside it: nothing else is needed")
	case strings.HasPrefix(id, "ASIA") && session:
		t.Kind, t.Lifetime = "secret access key (temporary, of STS) with its key id and its session token", awsSession
		t.Grants = []string{"what its role or user may do"}
		risk(t, 0, "its key id and its session token stand beside it: nothing else is needed")
		risk(t, -1, "a temporary key ends by itself, after 36 hours at most")
	case strings.HasPrefix(id, "ASIA"):
		t.Kind, t.Lifetime = "secret access key (temporary, of STS) with its key id", awsSession
		t.Grants = []string{"what its role or user may do, with its session token"}
		risk(t, -1, "a temporary key needs its session token too, and both end after 36 hours at most")
	case id == "":
		risk(t, 0, "its key id, which requests need too, does not stand beside it")
	}
}

// awsAccount returns the account that a key id belongs to, "" if it is none. AWS does
// not document the form and only answers for it (sts:GetAccessKeyInfo); that the
// number sits above the lowest seven bits of the first six bytes, as base32 has them, is
// from "A short note on AWS KEY ID" (medium.com/@TalBeerySec), with the example
// ASIAY34FZKBO… of account 609629065308.
func awsAccount(id string) string {
	if len(id) != 20 {
		return ""
	}
	b, err := base32.StdEncoding.DecodeString(id[4:])
	if err != nil {
		return ""
	}
	number := uint64(binary.BigEndian.Uint32(b))<<16 | uint64(binary.BigEndian.Uint16(b[4:]))
	if number = number & 0x7fffffffff80 >> 7; number == 0 || number >= 1e12 {
		return ""
	}
	return fmt.Sprintf("%012d", number)
}
