package rules

import "encoding/base64"

// An access token of Nx Cloud is base64 of a UUID, "|" and what it may do
// (nx.dev/ci/recipes/security/access-tokens): read, read-only or read-write.
var (
	_ = registerChecksum("nx-cloud", func(secret string) bool {
		b, err := base64.StdEncoding.DecodeString(secret)
		return err == nil && nxToken.Regexp().Match(b)
	})
	nxToken = &Pattern{expr: `^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\|read(?:-only|-write)?$`}
)
