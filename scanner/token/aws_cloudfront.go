package token

import (
	"encoding/json"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Signed URLs and cookies of CloudFront
// (docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html):
// Expires for a canned policy, or Policy, base64 of JSON with "-", "_" and "~" for
// "+", "=" and "/".
var _ = later(func() { register(Family{Name: "aws-cloudfront", Tell: tellCloudFront}) })

func tellCloudFront(in *Input, t *leak.Token) bool {
	if !mentions(in, "Key-Pair-Id=") {
		return false
	}
	u := urlAround(in)
	if u.query["key-pair-id"] == "" || !u.signs(in, "signature") {
		return false
	}
	t.Issuer, t.Kind = "AWS", "CloudFront signed URL"
	t.Grants = []string{"reading what its policy names, to whoever has the URL"}
	t.Expires = epoch(u.query["expires"])
	tellPolicy(u.query["policy"], t)
	if u.host != "" {
		at(t, u.host)
		detail(t, "Object", u.path)
	}
	detail(t, "Key pair", text(u.query["key-pair-id"], 40))
	sayPresigned(t)
	return true
}

// tellPolicy tells the resource and the conditions of a custom policy.
func tellPolicy(encoded string, t *leak.Token) {
	b, ok := unbase64(strings.NewReplacer("-", "+", "_", "=", "~", "/").Replace(encoded))
	if !ok || len(b) > maxDecoded {
		return
	}
	var policy struct {
		Statement []struct {
			Resource  string
			Condition map[string]map[string]any
		}
	}
	if json.Unmarshal(b, &policy) != nil || len(policy.Statement) != 1 {
		return
	}
	s := policy.Statement[0]
	detail(t, "Resource", text(s.Resource, maxText))
	when := func(name string) float64 {
		n, _ := s.Condition[name]["AWS:EpochTime"].(float64)
		return n
	}
	t.Expires, t.NotBefore = seconds(when("DateLessThan")), seconds(when("DateGreaterThan"))
	if from, _ := s.Condition["IpAddress"]["AWS:SourceIp"].(string); from != "" && from != "0.0.0.0/0" {
		bindAddress(t, from)
	}
}

// bindAddress says that a token works from some addresses only.
func bindAddress(t *leak.Token, addresses string) {
	t.Binding = &leak.Binding{Kind: "address", To: text(addresses, 100), Note: "it works from these addresses only"}
	risk(t, -1, t.Binding.Note)
}
