package token

import (
	"strings"
	"testing"
)

func TestSlack(t *testing.T) {
	const hooks = "https://hooks.slack.com/"
	checkFacts(t, []want{
		{Input{Secret: "xoxb-" + "123456789012-2345678901234-" + chars(24)}, "slack: bot token; subject bot 2345678901234; account workspace 123456789012; never expires"},
		{Input{Secret: "xoxb-" + "not-numbers-" + chars(24)}, "slack: bot token; never expires"},
		{Input{Secret: "xoxp-" + "123456789012-2345678901234-3456789012345-" + hexes(32)},
			"slack: user token; subject user 2345678901234; account workspace 123456789012; never expires; risk +0 it reads what its user reads, private channels and messages included"},
		{Input{Secret: "xoxe.xoxb-1-" + chars(160)}, "slack: bot token that is rotated; lives 12h"},
		{Input{Secret: "xoxe-1-" + chars(146)}, "slack: refresh token"},
		{Input{Secret: "xapp-1-" + "A0123456789-1234567890123-" + hexes(64)}, "slack: app-level token; account app A0123456789; never expires"},
		{Input{Secret: "xoxd-" + chars(120)}, "slack: session cookie d"},
		{Input{Secret: hooks + "services/" + "T00000000/B00000000/" + strings.Repeat("X", 24)},
			"slack: incoming webhook; subject B00000000; account workspace T00000000; never expires; host hooks.slack.com"},
		{Input{Secret: hooks + "triggers/" + "T00000000/123456789012/" + hexes(32)},
			"slack: webhook trigger of a workflow; account workspace T00000000; never expires; host hooks.slack.com"},
		{Input{Rule: "slack-signing-secret", Secret: hexes(32)}, "slack: signing secret; never expires"},
		{Input{Secret: hooks + "x"}, "nothing"},
	})
}
