package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// npm's tokens and what stands in .npmrc (docs.npmjs.com/about-access-tokens,
// docs.npmjs.com/cli/configuring-npm/npmrc#auth-related-configuration). The last six
// characters are the CRC-32 of those before
// (github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format); lifetimes:
// github.blog/changelog/2025-09-29-strengthening-npm-security-important-changes-to-authentication-and-token-management.
var _ = later(func() {
	registerKinds("npm", "npm",
		kind{prefix: "npm_", min: 40, is: "access token", more: npmToken,
			grants: "installing private packages and, unless it may only read, publishing them, as its owner and within its packages and scopes",
			note:   "granular tokens that can publish are made for 90 days at most since October 2025", notes: []string{"classic tokens, which look the same and had no end, stopped working in December 2025"}},
		kind{rules: []string{"npmrc-credential"}, is: "credential of a package registry", more: npmrc,
			grants: "installing and publishing packages at that registry as its owner"},
	)
})

func npmToken(in *Input, t *leak.Token) {
	if written(in.Secret[4:], base62, 36) && rules.Checksums["npm"](in.Secret) {
		t.Checksum = leak.ChecksumValid
	}
	npmRegistry(in, t)
}

// npmrc reads a line of .npmrc: "//HOST/:_authToken=…", where _auth is base64 of
// "user:password" and _password base64 of a password.
func npmrc(in *Input, t *leak.Token) {
	npmRegistry(in, t)
	if b, ok := unbase64(in.Secret); ok && strings.Contains(in.Match, "_auth=") {
		if user, _, ok := strings.Cut(string(b), ":"); ok && printable(user) {
			t.Subject = text(user, maxText)
		}
	}
}

// npmRegistry tells the registry in front of the name: the host of "//HOST/path/:_auth".
func npmRegistry(in *Input, t *leak.Token) {
	before, _, ok := strings.Cut(in.Lines, ":_")
	if !ok {
		return
	}
	before = before[strings.LastIndexByte(before, '\n')+1:]
	_, host, ok := strings.Cut(before, "//")
	if host, _, _ = strings.Cut(host, "/"); ok && len(host) <= 253 && written(host, base62+"-.:", 1) {
		at(t, host)
	}
}
