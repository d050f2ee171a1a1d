// Package sigv4 signs requests to AWS with Signature Version 4, as
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
// describes it. The SDK does that too, with credentials, regions and endpoints from
// the machine that it runs on, none of which may have a say here.
package sigv4

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// Key is an access key of AWS.
type Key struct {
	ID      string
	Secret  string
	Session string // token of a temporary key (ASIA…); "" for others
	Region  string // "us-east-1"
	Service string // "sts"
}

const (
	algorithm = "AWS4-HMAC-SHA256"
	longDate  = "20060102T150405Z"
	shortDate = "20060102"
)

// Sign adds the headers of a signature to a request to a host. All headers that it
// has already are signed; its path and query have to be in canonical form, which is
// percent-encoded, with the query in any order.
func Sign(r *outbound.Request, host string, k Key, at time.Time) {
	if r.Header == nil {
		r.Header = map[string]string{}
	}
	r.Header["X-Amz-Date"] = at.UTC().Format(longDate)
	if k.Session != "" {
		r.Header["X-Amz-Security-Token"] = k.Session
	}
	canonical, signed := canonicalRequest(r, host)
	scope := strings.Join([]string{at.UTC().Format(shortDate), k.Region, k.Service, "aws4_request"}, "/")
	toSign := strings.Join([]string{algorithm, r.Header["X-Amz-Date"], scope, hash(canonical)}, "\n")
	signature := hex.EncodeToString(mac(k.signingKey(at), toSign))
	r.Header["Authorization"] = algorithm + " Credential=" + k.ID + "/" + scope + ", SignedHeaders=" + signed + ", Signature=" + signature
}

// canonicalRequest returns step 1 of the description, and the names of the headers
// that are part of it.
func canonicalRequest(r *outbound.Request, host string) (canonical, signed string) {
	headers := map[string]string{"host": host}
	for name, value := range r.Header {
		headers[strings.ToLower(name)] = strings.Join(strings.Fields(value), " ")
	}
	var names []string
	for name := range headers {
		names = append(names, name)
	}
	slices.Sort(names)
	var lines strings.Builder
	for _, name := range names {
		lines.WriteString(name + ":" + headers[name] + "\n")
	}
	signed = strings.Join(names, ";")
	path, query, _ := strings.Cut(r.Path, "?")
	return strings.Join([]string{cmp.Or(r.Method, "GET"), path, canonicalQuery(query), lines.String(), signed, hash(string(r.Body))}, "\n"), signed
}

// canonicalQuery sorts by name, then value: by the bytes of "name=value" a name would
// come behind another that it is the beginning of, because '=' is above '-' and '.'.
func canonicalQuery(query string) string {
	if query == "" {
		return ""
	}
	parts := strings.Split(query, "&")
	slices.SortFunc(parts, func(a, b string) int {
		an, av, _ := strings.Cut(a, "=")
		bn, bv, _ := strings.Cut(b, "=")
		return cmp.Or(strings.Compare(an, bn), strings.Compare(av, bv))
	})
	return strings.Join(parts, "&")
}

func (k Key) signingKey(at time.Time) []byte {
	key := []byte("AWS4" + k.Secret)
	for _, part := range []string{at.UTC().Format(shortDate), k.Region, k.Service, "aws4_request"} {
		key = mac(key, part)
	}
	return key
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
