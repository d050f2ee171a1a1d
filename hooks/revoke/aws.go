package revoke

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/sigv4"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// A long-term key of an IAM user is switched off and deleted by itself, if its policies
// let it: UpdateAccessKey takes the user from the key that signs the request.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html
//
// A key lives in one partition (the world, GovCloud, China), which it does not tell, and
// the others call it invalid. https://docs.aws.amazon.com/general/latest/gr/iam-service.html
var _ = register(Way{
	Name: "aws-iam", Kind: Self,
	Bases: []string{"https://iam.amazonaws.com", "https://iam.us-gov.amazonaws.com", "https://iam.cn-north-1.amazonaws.com.cn"},
	Rules: []string{"aws-secret-access-key", "aws-secret-access-key-in-row"},
	Needs: []string{"aws-access-key-id"},
	Docs:  "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
	Does:  "POST / UpdateAccessKey Status=Inactive, then DeleteAccessKey, signed by the key itself",
	Page:  "https://console.aws.amazon.com/iam/home#/security_credentials",
	Steps: []string{
		"Find the user: `aws iam list-users`, then `aws iam list-access-keys --user-name USER` as an administrator (`aws iam get-access-key-last-used --access-key-id ID` names the user, too).",
		"`aws iam update-access-key --user-name USER --access-key-id ID --status Inactive`, and once nothing misses it `aws iam delete-access-key --user-name USER --access-key-id ID`.",
		"What the key handed out lives on: attach a deny for sessions older than now (AWSRevokeOlderSessions) to roles that it could assume.",
	},
	Instead: func(c *leak.Credential) *Way { return ofTemporary(c.Part("aws-access-key-id")) },
	Do:      awsDelete,
})

var _ = register(Way{
	Kind: Admin, Rules: []string{"aws-access-key-id"},
	Docs: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html",
	Page: "https://console.aws.amazon.com/iam/home#/users",
	Steps: []string{
		"`aws iam get-access-key-last-used --access-key-id ID` names the user, as an administrator.",
		"`aws iam update-access-key --user-name USER --access-key-id ID --status Inactive`; once nothing misses it, `aws iam delete-access-key --user-name USER --access-key-id ID`.",
	},
	Instead: func(c *leak.Credential) *Way { return ofTemporary(c.Secret) },
})

// ofTemporary returns the way of a temporary key, nil for another. The mask of an id
// shows its prefix.
func ofTemporary(id leak.Secret) *Way {
	if strings.HasPrefix(id.String(), "ASIA") {
		return ways["aws-session-token"]
	}
	return nil
}

func awsDelete(ctx context.Context, n *Net, s *Step) Answer {
	id := s.Cred.Part("aws-access-key-id").Reveal()
	if !strings.HasPrefix(id, "AKIA") {
		return Answer{Refused, "it is no long-term key of a user (AKIA)"}
	}
	key := sigv4.Key{ID: id, Secret: s.Cred.Secret.Reveal(), Region: iamRegion(n.Host()), Service: "iam"}
	off := awsCall(ctx, n.Conn, key, url.Values{"Action": {"UpdateAccessKey"}, "AccessKeyId": {id}, "Status": {"Inactive"}})
	if off.Outcome != Revoked {
		return off
	}
	// Switched off, it may sign no more: the deletion is what may come of it, not what has to.
	if awsCall(ctx, n.Conn, key, url.Values{"Action": {"DeleteAccessKey"}, "AccessKeyId": {id}}).Outcome != Revoked {
		return Answer{Revoked, "it is inactive; an administrator may delete it"}
	}
	return Answer{Revoked, "inactive and deleted"}
}

// iamRegion is the region that a host of IAM signs for.
func iamRegion(host string) string {
	switch {
	case strings.HasSuffix(host, ".amazonaws.com.cn"):
		return "cn-north-1"
	case strings.HasPrefix(host, "iam.us-gov."):
		return "us-gov-west-1"
	}
	return "us-east-1"
}

// awsCall sends a request of the Query API, version 2010-05-08, and reads its error code.
func awsCall(ctx context.Context, c *outbound.Conn, key sigv4.Key, values url.Values) Answer {
	values.Set("Version", "2010-05-08")
	r := outbound.Request{Method: "POST", Path: "/", Body: []byte(values.Encode()),
		Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Accept": "application/xml"}}
	sigv4.Sign(&r, c.Host(), key, time.Now())
	return ask(ctx, c, r, readAWS)
}

var awsCode = regexp.MustCompile(`<Code>([A-Za-z]{1,64})</Code>`)

// readAWS: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
func readAWS(r *outbound.Response) Answer {
	if r.Status == 200 && strings.Contains(string(r.Body), "Response") {
		return Answer{Revoked, "200 OK"}
	}
	code := ""
	if m := awsCode.FindSubmatch(r.Body); m != nil {
		code = string(m[1])
	}
	switch code {
	case "InvalidClientTokenId", "NoSuchEntity":
		return Answer{Dead, code}
	case "AccessDenied", "OptInRequired":
		return Answer{Refused, code}
	case "Throttling", "RequestExpired", "SignatureDoesNotMatch":
		return Answer{Failed, code}
	}
	return Answer{Failed, status(r) + ", which AWS does not document"}
}
