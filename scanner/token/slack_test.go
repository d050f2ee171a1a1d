package token

import (
	"strings"
	"testing"
)

func TestSlack(t *testing.T) {
	const hooks = "https://hooks.slack.com/"
	checkFacts(t, []want{
		{given{value: "xoxb-" + "123456789012-2345678901234-" + chars(24)}, "slack: bot token; subject bot 2345678901234; account workspace 123456789012; never expires"},
		{given{value: "xoxb-" + "not-numbers-" + chars(24)}, "slack: bot token; never expires"},
		{given{value: "xoxp-" + "123456789012-2345678901234-3456789012345-" + hexes(32)},
			"slack: user token; subject user 2345678901234; account workspace 123456789012; never expires; risk +0 it reads what its user reads, private channels and messages included"},
		{given{value: "xoxe.xoxb-1-" + chars(160)}, "slack: bot token that is rotated; lives 12h"},
		{given{value: "xoxe-1-" + chars(146)}, "slack: refresh token"},
		{given{value: "xapp-1-" + "A0123456789-1234567890123-" + hexes(64)}, "slack: app-level token; account app A0123456789; never expires"},
		{given{value: "xoxd-" + chars(120)}, "slack: session cookie d"},
		{given{value: hooks + "services/" + "T00000000/B00000000/" + strings.Repeat("X", 24)},
			"slack: incoming webhook; subject B00000000; account workspace T00000000; never expires; host hooks.slack.com"},
		{given{value: hooks + "triggers/" + "T00000000/123456789012/" + hexes(32)},
			"slack: webhook trigger of a workflow; account workspace T00000000; never expires; host hooks.slack.com"},
		{given{rule: "slack-signing-secret", value: hexes(32)}, "slack: signing secret; never expires"},
		{given{value: hooks + "x"}, "nothing"},
	})
}
