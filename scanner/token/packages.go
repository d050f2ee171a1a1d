package token

// Registries of packages whose tokens tell no more than their kind:
// guides.rubygems.org/api-key-scopes, crates.io/docs and
// doc.rust-lang.org/cargo/reference/registry-authentication.html,
// learn.microsoft.com/nuget/nuget-org/publish-a-package (365 days at most).
var (
	_ = later(func() {
		registerKinds("rubygems", "RubyGems",
			kind{prefix: "rubygems_", min: 57, is: "API key",
				grants: "pushing and yanking gems and managing their owners, within its scopes",
				note:   "it expires only if a date was set; an account may ask for a one-time code besides"})
	})
	_ = later(func() {
		registerKinds("crates", "crates.io",
			kind{prefix: "cio", min: 35, looks: func(s string) bool { return len(s) == 35 && written(s, base62, 35) }, only: []string{"crates-io-token", "cargo-registry-token"}, is: "API token",
				grants: "publishing, yanking and owning crates, within its scopes",
				note:   "its owner chose when it expires, if ever"},
			kind{rules: []string{"cargo-registry-token"}, is: "token of a Cargo registry",
				grants: "publishing and yanking crates at that registry as its owner"})
	})
	_ = later(func() {
		registerKinds("nuget", "NuGet",
			kind{prefix: "oy2", min: 46, looks: func(s string) bool { return len(s) == 46 && written(s, digits+smalls, 46) }, is: "API key", lifetime: 365 * day,
				grants: "publishing packages within its scopes and globs, in its owner's name"},
			kind{rules: []string{"nuget-clear-text-password"}, is: "password of a package feed",
				grants: "reading and publishing packages at that feed as its user"})
	})
	_ = later(func() {
		registerKinds("clojars", "Clojars",
			kind{prefix: "CLOJARS_", min: 68, is: "deploy token",
				grants: "publishing libraries of the groups and artifacts it is for, in its owner's name",
				note:   "its owner chose when it expires, if ever"})
	})
)
