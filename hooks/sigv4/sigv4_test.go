package sigv4

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// The key, date, region and signatures are those of AWS's documentation of Signature
// Version 4 and of the test suite that it offers there (aws-sig-v4-test-suite).
var (
	at  = time.Date(2015, 8, 30, 12, 36, 0, 0, time.UTC)
	key = Key{ID: "AKIDEXAMPLE", Secret: strings.Join([]string{"wJalrXUtnFEMI", "K7MDENG+bPxRfiCYEXAMPLEKEY"}, "/"), Region: "us-east-1", Service: "service"}
)

func TestSigningKeyOfTheDocumentation(t *testing.T) {
	k := key
	k.Service = "iam"
	assert.Equal(t, "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9", hex.EncodeToString(k.signingKey(at)))
}

func TestSignaturesOfTheTestSuite(t *testing.T) {
	form := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	for _, c := range []struct {
		name, host, service string
		request             outbound.Request
		headers, signature  string
	}{
		{
			"ListUsers of the documentation", "iam.amazonaws.com", "iam",
			outbound.Request{
				Method: "GET", Path: "/?Version=2010-05-08&Action=ListUsers",
				Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
			},
			"content-type;host;x-amz-date", "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
		},
		{
			"get-vanilla", "example.amazonaws.com", "service",
			outbound.Request{Path: "/"},
			"host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
		},
		{
			"get-vanilla-query-order-key-case", "example.amazonaws.com", "service",
			outbound.Request{Path: "/?Param2=value2&Param1=value1"},
			"host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
		},
		{
			"post-vanilla", "example.amazonaws.com", "service",
			outbound.Request{Method: "POST", Path: "/"},
			"host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
		},
		{
			"post-x-www-form-urlencoded", "example.amazonaws.com", "service",
			outbound.Request{Method: "POST", Path: "/", Header: form, Body: []byte("Param1=value1")},
			"content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := key
			k.Service = c.service
			Sign(&c.request, c.host, k, at)
			assert.Equal(t, "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/"+c.service+"/aws4_request, SignedHeaders="+c.headers+", Signature="+c.signature,
				c.request.Header["Authorization"])
		})
	}
}

func TestSessionTokenIsSigned(t *testing.T) {
	k := key
	k.Session = strings.Repeat("session", 5)
	r := outbound.Request{Method: "POST", Path: "/"}
	Sign(&r, "example.amazonaws.com", k, at)
	assert.Equal(t, k.Session, r.Header["X-Amz-Security-Token"])
	assert.Contains(t, r.Header["Authorization"], "SignedHeaders=host;x-amz-date;x-amz-security-token,")
	first := r.Header["Authorization"]
	k.Session += "s"
	again := outbound.Request{Method: "POST", Path: "/"}
	Sign(&again, "example.amazonaws.com", k, at)
	assert.NotEqual(t, first, again.Header["Authorization"], "another token, another signature")
}

func TestQueryIsSortedByNameThenValue(t *testing.T) {
	assert.Equal(t, "a=1&a=2&a-b=0&b", canonicalQuery("b&a-b=0&a=2&a=1"))
	assert.Empty(t, canonicalQuery(""))
}
