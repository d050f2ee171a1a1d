package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Requests that are signed in their query: of Signature Version 4
// (docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html) and 2
// (docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html#RESTAuthenticationQueryStringAuth).
var _ = later(func() { register(Family{Name: "aws-presigned", Tell: tellPresigned}) })

func tellPresigned(in *Input, t *leak.Token) bool {
	v4 := in.Is("aws-presigned-url") || mentions(in, "X-Amz-Signature=")
	if !v4 && !mentions(in, "AWSAccessKeyId=") {
		return false
	}
	u := urlAround(in)
	if v4 && u.signs(in, "x-amz-signature") && u.query["x-amz-credential"] != "" {
		tellCredential(u, "x-amz-", t)
	} else if u.query["awsaccesskeyid"] != "" && u.signs(in, "signature") {
		t.Account = awsAccount(u.query["awsaccesskeyid"])
		t.Expires = epoch(u.query["expires"])
		t.Kind = "presigned S3 URL (signature version 2)"
	} else if !in.Is("aws-presigned-url") {
		return false
	}
	if t.Kind == "" {
		t.Kind = "presigned URL"
	}
	t.Issuer = "AWS"
	t.Grants = []string{"the one request that was signed, such as reading one object, to whoever has the URL"}
	if u.host != "" {
		at(t, u.host)
		detail(t, "Object", u.path)
	}
	sayPresigned(t)
	if u.query["x-amz-security-token"] != "" {
		risk(t, -1, "it was signed with a temporary key, and ends with it")
	}
	return true
}

// tellCredential tells what the parameters of a signed URL say that begin with a
// prefix: X-Amz- of AWS, X-Goog- of Google.
func tellCredential(u signedURL, prefix string, t *leak.Token) {
	credential := strings.Split(u.query[prefix+"credential"], "/")
	if len(credential) == 5 { // key id, day, region, service, aws4_request
		t.Account = awsAccount(credential[0])
		detail(t, "Region", text(credential[2], 40))
		detail(t, "Service", text(credential[3], 40))
		switch credential[3] {
		case "s3", "storage":
			t.Kind = "presigned " + map[string]string{"s3": "S3", "storage": "Cloud Storage"}[credential[3]] + " URL"
		default:
			t.Kind = "presigned request to " + text(credential[3], 40)
		}
	}
	t.Issued = stamp(u.query[prefix+"date"])
	expiresAfter(t, t.Issued, u.query[prefix+"expires"])
}

// sayPresigned says what ends a presigned URL.
func sayPresigned(t *leak.Token) {
	sayLongLife(t)
	risk(t, 0, "it cannot be revoked alone: it ends with its time, or with the key that signed it")
}
