package revoke

// What people do where no request of the token alone takes it back: with an
// administrator's credential, or on a web page of the issuer. Rules that are not here,
// and have no request, have what their own help says.
var _ = byHand(
	hand{Admin, "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html", "https://console.aws.amazon.com/iam/home#/roles", []string{"aws-session-token", "aws-presigned-url"}, []string{
		"It ends by itself: after 36 hours at most, of a role after twelve, and a signed URL when it says. No request takes it back before that.",
		"Before that: open its role at https://console.aws.amazon.com/iam/home#/roles and choose Revoke sessions > Revoke active sessions, which denies all that was handed out until now. If a user's key got or signed it, deactivate that key.",
	}},
	hand{Admin, "https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage", "https://portal.azure.com/#browse/Microsoft.Storage%2FStorageAccounts", []string{"azure-storage-key", "azure-storage-key-alone"}, []string{
		"Move its users to the account's other key, then `az storage account keys renew --account-name ACCOUNT --key primary` (or secondary). All SAS that it signed end with it.",
	}},
	hand{Admin, "https://learn.microsoft.com/azure/storage/common/storage-sas-overview#best-practices-when-using-sas", "https://portal.azure.com/#browse/Microsoft.Storage%2FStorageAccounts", []string{"azure-sas"}, []string{
		"A SAS cannot be revoked by itself. One with si= ends with its stored access policy: `az storage container policy delete`. One with skoid= ends with `az storage account revoke-delegation-keys`. Any other ends when the account key that signed it is renewed: `az storage account keys renew`.",
	}},
	hand{Admin, "https://learn.microsoft.com/cli/azure/ad/app/credential", "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade", []string{"azure-client-secret"}, []string{
		"`az ad app credential list --id APP` and `az ad app credential delete --id APP --key-id KEY`, as an owner of the app; then revoke its sessions.",
	}},
	hand{Page, "https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate", "https://learn.microsoft.com/azure/devops/organizations/accounts/admin-revoke-user-pats", []string{"azure-devops-pat", "azure-devops-pat-84"}, []string{
		"Revoke it at dev.azure.com/ORGANISATION under User settings > Personal access tokens; an administrator can do it for others.",
	}},
	hand{Admin, "https://cloud.google.com/docs/authentication/api-keys#delete_an_api_key", "https://console.cloud.google.com/apis/credentials", []string{"google-api-key"}, []string{
		"`gcloud services api-keys lookup KEY` names it, `gcloud services api-keys delete NAME` deletes it (for 30 days it can be undeleted).",
	}},
	hand{Page, "https://support.google.com/cloud/answer/15549257", "https://console.cloud.google.com/auth/clients", []string{"google-oauth-client-secret", "google-oauth-legacy-client-secret"}, []string{
		"Add a second secret to the client at https://console.cloud.google.com/auth/clients, move its users, then disable and delete this one.",
	}},
	hand{Page, "https://docs.stripe.com/keys#rolling-keys", "https://dashboard.stripe.com/apikeys", []string{"stripe-live-secret-key", "stripe-live-restricted-key", "stripe-test-secret-key", "stripe-test-restricted-key"}, []string{
		"Open https://dashboard.stripe.com/apikeys (a test key: https://dashboard.stripe.com/test/apikeys), find the key by its last four characters and choose Roll key, with expiration now.",
	}},
	hand{Page, "https://docs.stripe.com/webhooks#roll-endpoint-secrets", "https://dashboard.stripe.com/webhooks", []string{"stripe-webhook-secret"}, []string{
		"Open the endpoint at https://dashboard.stripe.com/webhooks and choose Roll secret.",
	}},
	hand{Page, "https://platform.openai.com/docs/api-reference/project-api-keys/delete", "https://platform.openai.com/api-keys", []string{"openai-project-key", "openai-legacy-api-key", "openai-service-account-key"}, []string{
		"Revoke it at https://platform.openai.com/api-keys, or with an admin key: DELETE /v1/organization/projects/{project}/api_keys/{id}.",
	}},
	hand{Page, "https://platform.openai.com/docs/api-reference/admin-api-keys/delete", "https://platform.openai.com/settings/organization/admin-keys", []string{"openai-admin-key"}, []string{
		"Revoke it at https://platform.openai.com/settings/organization/admin-keys.",
	}},
	hand{Page, "https://docs.anthropic.com/en/api/admin-api/apikeys/update-api-key", "https://console.anthropic.com/settings/keys", []string{"anthropic-api-key"}, []string{
		"Delete it at https://console.anthropic.com/settings/keys, or with an admin key: POST /v1/organizations/api_keys/{id} with {\"status\": \"inactive\"}.",
	}},
	hand{Page, "https://docs.anthropic.com/en/api/administration-api", "https://console.anthropic.com/settings/admin-keys", []string{"anthropic-admin-key"}, []string{
		"Delete it at https://console.anthropic.com/settings/admin-keys.",
	}},
	hand{Page, "https://huggingface.co/docs/hub/security-tokens", "https://huggingface.co/settings/tokens", []string{"huggingface-token"}, []string{
		"Open https://huggingface.co/settings/tokens and choose Invalidate and refresh, or Delete; an organisation's administrators can revoke it for the organisation under Tokens management.",
	}},
	hand{Page, "https://pypi.org/help/#compromised-token", "https://pypi.org/manage/account/token/", []string{"pypi-token"}, []string{
		"Remove it under Account settings > API tokens at https://pypi.org/manage/account/, then look at the history of the projects for releases that are not yours.",
	}},
	hand{Page, "https://docs.docker.com/security/access-tokens/", "https://app.docker.com/settings/personal-access-tokens", []string{"docker-hub-pat"}, []string{
		"Deactivate or delete it at https://app.docker.com/settings/personal-access-tokens.",
	}},
	hand{Admin, "https://docs.docker.com/enterprise/security/access-tokens/", "https://app.docker.com/", []string{"docker-hub-oat"}, []string{
		"An owner of the organisation deletes it in the Admin Console under Access tokens.",
	}},
	hand{Page, "https://core.telegram.org/bots/features#botfather", "https://t.me/BotFather", []string{"telegram-bot-token"}, []string{
		"Send /revoke to https://t.me/BotFather from the owner's account and choose the bot: the old token ends at once. The methods logOut and close of the Bot API end no token.",
	}},
	hand{Page, "https://docs.discord.com/developers/topics/oauth2#bot-users", "https://discord.com/developers/applications", []string{"discord-bot-token", "discord-client-secret"}, []string{
		"Open the application at https://discord.com/developers/applications: Bot > Reset Token, or OAuth2 > Reset Secret.",
	}},
	hand{Page, "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks", "https://api.slack.com/apps", []string{"slack-webhook", "slack-workflow-webhook"}, []string{
		"Open the app at https://api.slack.com/apps > Incoming Webhooks and remove the URL; of a workflow, delete its webhook trigger in the workflow builder.",
	}},
	hand{Page, "https://docs.slack.dev/authentication/tokens#app-level", "https://api.slack.com/apps", []string{"slack-app-token", "slack-signing-secret", "slack-client-secret"}, []string{
		"Open the app at https://api.slack.com/apps > Basic Information: revoke the app-level token, or regenerate the secret.",
	}},
	hand{Page, "https://slack.com/help/articles/214613347-Sign-out-of-Slack", "https://slack.com/account/settings", []string{"slack-session-token", "slack-session-cookie"}, []string{
		"Sign out of all other sessions at https://slack.com/account/settings of the workspace.",
	}},
	hand{Page, "https://docs.digitalocean.com/reference/api/create-personal-access-token/", "https://cloud.digitalocean.com/account/api/tokens", []string{"digitalocean-pat"}, []string{
		"Delete it at https://cloud.digitalocean.com/account/api/tokens.",
	}},
	hand{Page, "https://docs.netlify.com/api/get-started/#authentication", "https://app.netlify.com/user/applications", []string{"netlify-token", "netlify-legacy-token"}, []string{
		"Delete it at https://app.netlify.com/user/applications under Personal access tokens.",
	}},
	hand{Admin, "https://www.twilio.com/docs/iam/api/authtoken", "https://console.twilio.com/us1/account/keys-credentials/api-keys", []string{"twilio-auth-token", "twilio-sid-and-token", "twilio-token-in-assignment"}, []string{
		"Create a secondary auth token at https://console.twilio.com/us1/account/keys-credentials/api-keys, move its users, and promote it: the old one ends.",
	}},
	hand{Admin, "https://www.twilio.com/docs/iam/api-keys/key-resource-v1", "https://console.twilio.com/us1/account/keys-credentials/api-keys", []string{"twilio-api-key", "twilio-api-key-secret"}, []string{
		"Delete it at https://console.twilio.com/us1/account/keys-credentials/api-keys, or with a main key: `twilio api:core:keys:remove --sid SK…`.",
	}},
	hand{Admin, "https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/keys", "https://app.mailgun.com/settings/api_security", []string{"mailgun-key", "mailgun-api-key", "mailgun-webhook-signing-key"}, []string{
		"Delete or regenerate it at https://app.mailgun.com/settings/api_security.",
	}},
	hand{Page, "https://developers.cloudflare.com/fundamentals/api/get-started/keys/", "https://dash.cloudflare.com/profile/api-tokens", []string{"cloudflare-global-key", "cloudflare-global-api-key", "cloudflare-origin-ca-key"}, []string{
		"Open https://dash.cloudflare.com/profile/api-tokens > API Keys and choose Change.",
	}},
	hand{Admin, "https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/delete/", "https://dash.cloudflare.com/?to=/:account/api-tokens", []string{"cloudflare-account-token"}, []string{
		"Delete or roll it at https://dash.cloudflare.com/?to=/:account/api-tokens, as an administrator of the account.",
	}},
	hand{Page, "https://docs.sentry.io/account/auth-tokens/", "https://sentry.io/settings/account/api/auth-tokens/", []string{"sentry-org-token", "sentry-user-token", "sentry-integration-token"}, []string{
		"Revoke it: a user's at https://sentry.io/settings/account/api/auth-tokens/, an organisation's at https://sentry.io/settings/auth-tokens/, an integration's on its page under Custom integrations.",
	}},
	hand{Admin, "https://grafana.com/docs/grafana/latest/administration/service-accounts/", "https://grafana.com/docs/grafana/latest/developers/http_api/serviceaccount/#delete-service-account-tokens", []string{"grafana-service-account"}, []string{
		"Delete it under Administration > Users and access > Service accounts, or as an administrator: DELETE /api/serviceaccounts/{id}/tokens/{token id}.",
	}},
	hand{Page, "https://grafana.com/docs/grafana-cloud/security-and-account-management/authentication-and-permissions/access-policies/", "https://grafana.com/orgs", []string{"grafana-cloud-token"}, []string{
		"Delete it at grafana.com/orgs/ORGANISATION/access-policies, under its access policy.",
	}},
	hand{Admin, "https://docs.databricks.com/api/workspace/tokens/delete", "https://docs.databricks.com/dev-tools/auth/pat.html", []string{"databricks-pat"}, []string{
		"`databricks tokens list` and `databricks tokens delete TOKEN_ID` as its user (the list has no values: know it by its comment and date), or `databricks token-management delete TOKEN_ID` as an administrator.",
	}},
	hand{Admin, "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#manual-secret-management-for-serviceaccounts", "https://kubernetes.io/docs/concepts/security/service-accounts/", []string{"kubeconfig-token"}, []string{
		"A token of a Secret (no exp): `kubectl delete secret NAME` in its namespace. One that is bound to a pod or secret (exp): delete that object. Of one that is bound to nothing: delete the service account and make it anew.",
	}},
	hand{Admin, "https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/", "https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-token/", []string{"kubernetes-bootstrap-token"}, []string{
		"`kubeadm token delete ID`: the id is what stands before the dot.",
	}},
	hand{Page, "https://developers.notion.com/docs/best-practices-for-handling-api-keys", "https://www.notion.so/profile/integrations", []string{"notion-token", "notion-legacy-token"}, []string{
		"Open the integration at https://www.notion.so/profile/integrations and choose Refresh next to its secret.",
	}},
	hand{Page, "https://linear.app/docs/api-and-webhooks", "https://linear.app/settings/account/security", []string{"linear-api-key"}, []string{
		"Revoke it at https://linear.app/settings/account/security.",
	}},
	hand{Admin, "https://developer.squareup.com/docs/oauth-api/revoke-token", "https://developer.squareup.com/apps", []string{"square-access-token", "square-refresh-token", "square-oauth-secret"}, []string{
		"Replace it on the page of its app at https://developer.squareup.com/apps; a merchant's token with POST /oauth2/revoke, which takes the app's id and secret.",
	}},
	hand{Page, "https://developers.asana.com/docs/personal-access-token", "https://app.asana.com/0/my-apps", []string{"asana-pat"}, []string{
		"Deauthorise it at https://app.asana.com/0/my-apps.",
	}},
	hand{Page, "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/", "https://id.atlassian.com/manage-profile/security/api-tokens", []string{"atlassian-api-token"}, []string{
		"Revoke it at https://id.atlassian.com/manage-profile/security/api-tokens.",
	}},
	hand{Page, "https://support.atlassian.com/bitbucket-cloud/docs/revoke-an-app-password/", "https://bitbucket.org/account/settings/app-passwords/", []string{"bitbucket-app-password"}, []string{
		"Revoke it at https://bitbucket.org/account/settings/app-passwords/.",
	}},
	hand{Page, "https://developers.hubspot.com/docs/guides/apps/private-apps/overview#rotate-your-access-token", "https://app.hubspot.com/l/private-apps", []string{"hubspot-private-app-token"}, []string{
		"Open the private app at https://app.hubspot.com/l/private-apps > Auth > Rotate, and let the old token expire now.",
	}},
	hand{Admin, "https://docs.datadoghq.com/account_management/api-app-keys/", "https://app.datadoghq.com/organization-settings/api-keys", []string{"datadog-api-key", "datadog-app-key"}, []string{
		"Revoke it in the organisation settings, under API keys or Application keys (https://app.datadoghq.com/organization-settings/api-keys, and the same of your site).",
	}},
	hand{Page, "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/", "https://one.newrelic.com/api-keys", []string{"newrelic-user-key", "newrelic-license-key", "newrelic-insert-key", "newrelic-query-key"}, []string{
		"Delete it at https://one.newrelic.com/api-keys, or by its id with apiAccessDeleteKeys of NerdGraph.",
	}},
	hand{Page, "https://learning.postman.com/docs/developer/postman-api/authentication/", "https://go.postman.co/settings/me/api-keys", []string{"postman-api-key"}, []string{
		"Delete it at https://go.postman.co/settings/me/api-keys.",
	}},
	hand{Page, "https://developers.figma.com/docs/rest-api/personal-access-tokens/", "https://www.figma.com/settings", []string{"figma-pat"}, []string{
		"Revoke it in Figma under Settings > Security > Personal access tokens.",
	}},
	hand{Page, "https://support.airtable.com/docs/creating-personal-access-tokens", "https://airtable.com/create/tokens", []string{"airtable-pat"}, []string{
		"Delete it at https://airtable.com/create/tokens.",
	}},
	hand{Page, "https://circleci.com/docs/managing-api-tokens/", "https://app.circleci.com/settings/user/tokens", []string{"circleci-token", "circleci-personal-token"}, []string{
		"Delete it at https://app.circleci.com/settings/user/tokens.",
	}},
	hand{Admin, "https://docs.gitlab.com/api/deploy_tokens/", "https://docs.gitlab.com/user/project/deploy_tokens/#revoke-a-deploy-token", []string{"gitlab-deploy-token"}, []string{
		"Revoke it under Settings > Repository > Deploy tokens of its project or group; an administrator of the instance with DELETE /api/v4/admin/token.",
	}},
	hand{Page, "https://docs.gitlab.com/security/tokens/#feed-token", "https://gitlab.com/-/user_settings/personal_access_tokens", []string{"gitlab-feed-token", "gitlab-incoming-mail-token"}, []string{
		"Reset it at https://gitlab.com/-/user_settings/personal_access_tokens, and the same of your own host.",
	}},
	hand{Admin, "https://docs.gitlab.com/ci/jobs/ci_job_token/", "https://docs.gitlab.com/ci/jobs/ci_job_token/", []string{"gitlab-ci-job-token"}, []string{
		"It ends with its job: cancel the job if it still runs.",
	}},
)

// hand is what people do for the secrets of some rules.
type hand struct {
	kind  Kind
	docs  string
	page  string
	rules []string
	steps []string
}

func byHand(hands ...hand) struct{} {
	for _, h := range hands {
		register(Way{Rules: h.rules, Kind: h.kind, Docs: h.docs, Page: h.page, Steps: h.steps})
	}
	return struct{}{}
}
