package token

import (
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// URLs that take a message from whoever has them:
// learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook,
// help.zapier.com/hc/en-us/articles/8496288690317, help.make.com/webhooks,
// developers.mattermost.com/integrate/webhooks/incoming, docs.rocket.chat/docs/integrations,
// open.feishu.cn and open.larksuite.com, open.dingtalk.com, developer.work.weixin.qq.com.
var (
	_ = later(func() {
		registerKinds("microsoft-teams", "Microsoft Teams",
			hook("microsoft-teams-webhook", "incoming webhook", "posting to one channel", teamsTenant))
	})
	_ = later(func() {
		registerKinds("zapier", "Zapier",
			hook("zapier-webhook", "webhook of a Zap", "starting one Zap with data of one's choice", zapierAccount))
	})
	_ = later(func() {
		registerKinds("make", "Make",
			hook("make-webhook", "webhook of a scenario", "starting one scenario with data of one's choice", nil))
	})
	_ = later(func() {
		registerKinds("mattermost", "Mattermost",
			hook("mattermost-webhook", "incoming webhook", "posting to the channels of one server that it was given", nil),
			kind{rules: []string{"mattermost-access-token"}, is: "access token", never: true, grants: "everything that its user or bot may do in one server"})
	})
	_ = later(func() {
		registerKinds("rocketchat", "Rocket.Chat",
			hook("rocketchat-webhook", "incoming webhook", "posting to the channels of one server that it was given", nil),
			kind{rules: []string{"rocketchat-access-token"}, is: "personal access token", never: true, grants: "everything that its user may do in one server, with the user's id"})
	})
	_ = later(func() {
		registerKinds("feishu", "Feishu and Lark",
			hook("feishu-bot-webhook", "webhook of a bot", "posting to one group", nil),
			kind{rules: []string{"feishu-app-secret"}, is: "app secret", never: true, grants: "access tokens of an app, within its scopes"})
	})
	_ = later(func() {
		registerKinds("dingtalk", "DingTalk",
			hook("dingtalk-robot-webhook", "webhook of a robot", "posting to one group, unless it is limited to words, signatures or addresses", nil),
			kind{rules: []string{"dingtalk-robot-secret"}, is: "signing secret of a robot", never: true, grants: "signing what a webhook posts to its group"},
			kind{rules: []string{"dingtalk-app-secret"}, is: "app secret", never: true, grants: "access tokens of an app, within its permissions"})
	})
	_ = later(func() {
		registerKinds("wecom", "WeCom",
			hook("wecom-bot-webhook", "webhook of a bot", "posting to one group", nil),
			kind{rules: []string{"wecom-corp-secret"}, is: "secret of an app", never: true, grants: "access tokens of an app, with the id of the company"})
	})
)

// hook is a webhook that a rule finds; more tells what else stands in its URL.
func hook(rule, is, grants string, more func(u *url.URL, t *leak.Token)) kind {
	return kind{rules: []string{rule}, is: is, never: true, grants: grants + "; nothing can be read",
		more: func(in *Input, t *leak.Token) {
			u, err := url.Parse(in.Secret)
			if err != nil || len(u.Host) > 253 {
				return
			}
			at(t, u.Host)
			if more != nil {
				more(u, t)
			}
		}}
}

// teamsTenant tells the tenant of "/webhookb2/GROUP@TENANT/…".
func teamsTenant(u *url.URL, t *leak.Token) {
	if _, rest, ok := strings.Cut(u.Path, "@"); ok {
		if id, _, _ := strings.Cut(rest, "/"); isUUID(id) {
			t.Account = "tenant " + id
		}
	}
}

// zapierAccount tells the account of "/hooks/catch/ACCOUNT/…".
func zapierAccount(u *url.URL, t *leak.Token) {
	if parts := strings.Split(u.Path, "/"); len(parts) > 3 && written(parts[3], digits, 4) && len(parts[3]) <= 12 {
		t.Account = "account " + parts[3]
	}
}
