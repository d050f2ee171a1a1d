package token

import "github.com/leaksieve/leaksieve/scanner/leak"

// Content and feature flags: contentful.com/developers/docs/references/authentication,
// docs.launchdarkly.com/home/account/api (the kinds of keys and who may have them:
// docs.launchdarkly.com/sdk/concepts/client-side-server-side),
// docs.devcycle.com/essentials/keys.
var (
	_ = later(func() {
		registerKinds("contentful", "Contentful",
			kind{prefix: "CFPAT-", min: 46, is: "content management token",
				grants: "reading and changing all that its owner may, in every space",
				note:   "it expires only if a date was set"},
			kind{rules: []string{"contentful-delivery-token"}, is: "delivery or preview token", never: true,
				grants: "reading published content of a space; a preview token drafts, too"})
	})
	_ = later(func() {
		registerKinds("launchdarkly", "LaunchDarkly",
			launchDarkly("api-", "API access token", "reading or changing flags, within its role", nil),
			launchDarkly("sdk-", "SDK key", "reading all flags of an environment, with their rules and the users these name", nil),
			launchDarkly("mob-", "mobile key", "reading the flags that an environment gives to mobile apps", lowers("every copy of the app holds it")),
			launchDarkly("rel-", "Relay Proxy key", "the SDK keys and flags of the environments that its policy names", nil))
	})
	_ = later(func() {
		registerKinds("devcycle", "DevCycle",
			kind{prefix: "dvc_server_", min: 41, is: "server SDK key", never: true,
				grants: "reading an environment's features, rules and audiences"})
	})
)

func launchDarkly(prefix, is, grants string, risks []leak.Reason) kind {
	return kind{prefix: prefix, min: len(prefix) + 36, looks: func(s string) bool { return isUUID(s[len(prefix):]) },
		is: is, never: true, grants: grants, risks: risks}
}
