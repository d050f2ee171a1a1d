package token

// Registries of packages whose tokens tell no more than their kind:
// guides.rubygems.org/api-key-scopes, crates.io/docs and
// doc.rust-lang.org/cargo/reference/registry-authentication.html,
// learn.microsoft.com/nuget/nuget-org/publish-a-package (365 days at most).
var (
	_ = registerForms("rubygems", "RubyGems",
		form{prefix: "rubygems_", least: 48, is: "API key",
			grants: "pushing and yanking gems and managing their owners, within its scopes",
			notes:  []string{"it expires only if a date was set; an account may ask for a one-time code besides"}})
	_ = registerForms("crates", "crates.io",
		form{prefix: "cio", least: 32, looks: func(s string) bool { return len(s) == 35 && written(s, base62, 35) }, rules: []string{"crates-io-token", "cargo-registry-token"}, is: "API token",
			grants: "publishing, yanking and owning crates, within its scopes",
			notes:  []string{"its owner chose when it expires, if ever"}},
		form{rules: []string{"cargo-registry-token"}, is: "token of a Cargo registry",
			grants: "publishing and yanking crates at that registry as its owner"})
	_ = registerForms("nuget", "NuGet",
		form{prefix: "oy2", least: 43, looks: func(s string) bool { return len(s) == 46 && written(s, digits+smalls, 46) }, is: "API key", lives: 365 * day,
			grants: "publishing packages within its scopes and globs, in its owner's name"},
		form{rules: []string{"nuget-clear-text-password"}, is: "password of a package feed",
			grants: "reading and publishing packages at that feed as its user"})
	_ = registerForms("clojars", "Clojars",
		form{prefix: "CLOJARS_", least: 60, is: "deploy token",
			grants: "publishing libraries of the groups and artifacts it is for, in its owner's name",
			notes:  []string{"its owner chose when it expires, if ever"}})
)
