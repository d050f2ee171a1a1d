package token

import "testing"

func TestPackages(t *testing.T) {
	checkFacts(t, []want{
		{Input{Secret: "rubygems_" + hexes(48)}, "rubygems: API key"},
		{Input{Rule: "crates-io-token", Secret: "cio" + chars(32)}, "crates: API token"},
		{Input{Rule: "cargo-registry-token", Secret: chars(40)}, "crates: token of a Cargo registry"},
		{Input{Secret: "oy2" + fill(digits+smalls, 43)}, "nuget: API key; lives 8760h"},
		{Input{Rule: "nuget-clear-text-password", Secret: "a-password"}, "nuget: password of a package feed"},
		{Input{Secret: "oy2" + fill(capitals, 43)}, "nothing"},
		{Input{Secret: "CLOJARS_" + hexes(60)}, "clojars: deploy token"},
	})
}
