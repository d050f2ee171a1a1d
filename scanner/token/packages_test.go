package token

import "testing"

func TestPackages(t *testing.T) {
	checkFacts(t, []want{
		{given{value: "rubygems_" + hexes(48)}, "rubygems: API key"},
		{given{rule: "crates-io-token", value: "cio" + chars(32)}, "crates: API token"},
		{given{rule: "cargo-registry-token", value: chars(40)}, "crates: token of a Cargo registry"},
		{given{value: "oy2" + fill(digits+smalls, 43)}, "nuget: API key; lives 8760h"},
		{given{rule: "nuget-clear-text-password", value: "a-password"}, "nuget: password of a package feed"},
		{given{value: "oy2" + fill(capitals, 43)}, "nothing"},
		{given{value: "CLOJARS_" + hexes(60)}, "clojars: deploy token"},
	})
}
