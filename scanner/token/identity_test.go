package token

import "testing"

// Claims are those of the examples in the documentation that each issuer's file names.
func TestIssuers(t *testing.T) {
	check(t,
		tells{"Supabase anon", claims(`{"iss":"supabase","ref":"abcdefghijklmnopqrst","role":"anon","iat":1625137684,"exp":1940713684}`), `
			family: supabase
			issuer: Supabase
			kind: anon key
			account: abcdefghijklmnopqrst
			scopes: anon
			host: abcdefghijklmnopqrst.supabase.co public
			risk: -2 the anon key is made to be public: row level security is what protects the data
			risk: +0 it was given a life of 10 years`},
		tells{"Supabase service_role", claims(`{"iss":"supabase","ref":"abcdefghijklmnopqrst","role":"service_role","iat":1625137684,"exp":1940713684}`), `
			kind: service_role key
			grants: everything in the data of a project: it bypasses row level security
			risk: +1 the service_role key bypasses row level security`},
		tells{"Supabase local", claims(`{"iss":"supabase-demo","role":"service_role","exp":1983812996}`), `
			environment: test
			no risk: +1
			risk: -3 it is the demo key that everybody's local Supabase has`},
		tells{"Supabase user", claims(`{"iss":"https://abcdefghijklmnopqrst.supabase.co/auth/v1","role":"authenticated","sub":"u","exp":1700003600,"iat":1700000000}`), `
			kind: session of a user
			account: abcdefghijklmnopqrst`},
		tells{"Entra v1, application", claims(`{"aud":"https://management.azure.com/","iss":"https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/","iat":1537231048,"nbf":1537231048,"exp":1537234948,
			"appid":"6731de76-14a6-49ae-97bc-6eba6914391e","appidacr":"1","oid":"aa11","sub":"aa11","tid":"72f988bf-86f1-41af-91ab-2d7cd011db47","roles":["Mail.Read"],"ver":"1.0"}`), `
			family: entra
			issuer: Microsoft Entra ID
			kind: access token of an application
			account: 72f988bf-86f1-41af-91ab-2d7cd011db47
			scopes: Mail.Read
			grants: Azure Resource Manager, within its scopes and roles
			detail: Client=6731de76-14a6-49ae-97bc-6eba6914391e
			risk: +0 it acts for an application, with no user and no multi-factor authentication in between`},
		tells{"Entra v2, user", claims(`{"aud":"00000003-0000-0000-c000-000000000000","iss":"https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0","exp":1537234948,"iat":1537231048,"azp":"c","scp":"User.Read Mail.Send","tid":"9122040d-6c67-4c5b-b112-36a304b66dad"}`), `
			kind: access token of a user
			scopes: User.Read, Mail.Send
			grants: Microsoft Graph, within its scopes and roles`},
		tells{"Google ID token", claims(`{"iss":"https://accounts.google.com","azp":"1234987819200.apps.googleusercontent.com","aud":"1234987819200.apps.googleusercontent.com","sub":"10769150350006150715113082367",
			"at_hash":"HK6E_P6Dh8Y93mRNtsDB1Q","hd":"example.com","email":"jsmith@example.com","nonce":"0394852-3190485-2490358","iat":1353601026,"exp":1353604926}`), `
			family: google
			issuer: Google
			kind: ID token (OpenID Connect)
			account: example.com
			detail: User=jsmith@example.com
			risk: -1 an ID token tells one client who somebody is; it opens no API`},
		tells{"ID token of a service account", claims(`{"iss":"https://accounts.google.com","aud":"https://service.run.app","email":"robot@proj.iam.gserviceaccount.com","nonce":"x","exp":1353604926}`), `
			kind: ID token of a service account
			no risk: -1`},
		tells{"grant of a service account", claims(`{"iss":"761326798069-r5mljlln1rd4lrbhg75efgigp36m78j5@developer.gserviceaccount.com","scope":"https://www.googleapis.com/auth/prediction","aud":"https://oauth2.googleapis.com/token","exp":1328554385,"iat":1328550785}`), `
			family: gcp
			kind: grant of a service account
			lifetime: 1h0m0s`},
		tells{"self-signed", claims(`{"iss":"robot@proj.iam.gserviceaccount.com","sub":"robot@proj.iam.gserviceaccount.com","aud":"https://firestore.googleapis.com/","iat":1511900000,"exp":1511903600}`), `
			kind: self-signed token of a service account
			account: proj`},
		tells{"Firebase ID token", claims(`{"iss":"https://securetoken.google.com/my-project","aud":"my-project","nonce":"n","sub":"u","exp":1511903600,"iat":1511900000,"firebase":{"sign_in_provider":"password"}}`), `
			family: firebase
			kind: Firebase ID token
			account: my-project
			detail: Signed in by=password
			no risk`},
		tells{"Firebase session cookie", claims(`{"iss":"https://session.firebase.google.com/my-project","exp":1511903600}`), "kind: Firebase session cookie\nlifetime: 336h0m0s"},
		tells{"Firebase custom token", claims(`{"iss":"a@p.iam.gserviceaccount.com","sub":"a@p.iam.gserviceaccount.com","aud":"https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit","uid":"u1","exp":1511903600}`),
			"kind: Firebase custom token\ndetail: User=u1"},
		tells{"Cognito access", claims(`{"sub":"aaaaaaaa","cognito:groups":["admins"],"iss":"https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example","client_id":"xxxxx","token_use":"access","scope":"aws.cognito.signin.user.admin","auth_time":1676312777,"exp":1676316377,"iat":1676312777,"username":"my-test-user"}`), `
			family: cognito
			kind: access token of a user pool
			account: us-west-2_example
			detail: Region=us-west-2
			detail: Groups=admins
			detail: User=my-test-user`},
		tells{"Cognito ID", claims(`{"iss":"https://cognito-idp.us-west-2.amazonaws.com/us-west-2_example","token_use":"id","exp":1676316377}`), `
			kind: ID token of a user pool
			no risk: -1`},
		tells{"Auth0 management", claims(`{"iss":"https://my-domain.auth0.com/","sub":"abc@clients","aud":"https://my-domain.auth0.com/api/v2/","iat":1311280970,"exp":1311281970,"azp":"abc","scope":"read:users delete:users","gty":"client-credentials"}`), `
			family: auth0
			kind: access token of an application
			account: my-domain.auth0.com
			scopes: read:users, delete:users
			risk: +1 it opens the management API of the tenant`},
		tells{"Okta organisation", claims(`{"ver":1,"iss":"https://acme.okta.com","aud":"https://acme.okta.com","sub":"0oa1","cid":"0oa1","scp":["okta.users.manage"],"iat":1311280970,"exp":1311284570}`), `
			family: okta
			account: acme.okta.com
			detail: Client=0oa1
			risk: +1 its scopes open the management API of the organisation`},
		tells{"Okta preview", claims(`{"iss":"https://acme.oktapreview.com/oauth2/default","scp":["openid"],"exp":1311284570}`), "environment: test\nno risk: +1"},
		tells{"not Okta", claims(`{"iss":"https://okta.com.evil.io","exp":1311284570}`), "family: jwt"},
		tells{"Keycloak", claims(`{"iss":"https://sso.acme.io/realms/master","typ":"Bearer","azp":"admin-cli","realm_access":{"roles":["admin"]},"resource_access":{"b":{"roles":["view"]},"a":{"roles":["manage"]}},"exp":1311284570}`), `
			family: keycloak
			kind: access token
			account: master
			scopes: admin, a:manage, b:view
			host: sso.acme.io public
			risk: +1 the master realm administers all realms of the server`},
		tells{"Keycloak offline", claims(`{"iss":"http://keycloak:8080/auth/realms/app","typ":"Offline","iat":1311280970}`), `
			kind: offline token
			host: keycloak:8080 private
			never expires`},
		tells{"GitHub Actions", claims(`{"jti":"example-id","sub":"repo:octo-org/octo-repo:environment:prod","environment":"prod","aud":"https://github.com/octo-org","ref":"refs/heads/main","repository":"octo-org/octo-repo",
			"actor":"octocat","workflow":"example-workflow","iss":"https://token.actions.githubusercontent.com","nbf":1632492967,"exp":1632493867,"iat":1632493567}`), `
			family: github-actions
			account: octo-org/octo-repo
			subject: repo:octo-org/octo-repo:environment:prod
			grants: credentials of every cloud that trusts the job that it was given to
			detail: Ref=refs/heads/main
			detail: Environment=prod`},
		tells{"GitLab CI", claims(`{"namespace_path":"my-group","project_path":"my-group/my-project","pipeline_id":"574","job_id":"302","ref":"feature-branch-1","ref_protected":"false","iss":"https://gitlab.example.com","exp":1659640308,"iat":1659636708}`), `
			family: gitlab-ci
			issuer: GitLab CI
			account: my-group/my-project
			detail: Issuer=https://gitlab.example.com
			detail: Ref protected=false`},
		tells{"CircleCI", claims(`{"iss":"https://oidc.circleci.com/org/1","exp":1659640308}`), "family: ci-identity\nissuer: CircleCI"},
		tells{"Sign in with Apple", claims(`{"iss":"https://appleid.apple.com","aud":"com.acme.app","sub":"001","nonce":"n","exp":1659640308}`), "family: apple\nkind: ID token (Sign in with Apple)"},
		tells{"Apple client secret", claims(`{"iss":"DEF123GHIJ","iat":1437179036,"exp":1493298100,"aud":"https://appleid.apple.com","sub":"com.mytest.app"}`), `
			kind: client secret (Sign in with Apple)
			account: DEF123GHIJ`},
		tells{"App Store Connect", claims(`{"iss":"57246542-96fe-1a63-e053-0824d011072a","iat":1528407600,"exp":1528408800,"aud":"appstoreconnect-v1"}`), "kind: App Store Connect API token\nlifetime: 20m0s"},
		tells{"APNs", Input{Secret: jwt(`{"alg":"ES256","kid":"ABC123DEFG"}`, `{"iss":"DEF123GHIJ","iat":1437179036}`)}, "kind: APNs provider token\nlifetime: 1h0m0s\nno never expires"},
		tells{"Cloudflare Access", claims(`{"aud":["32eafc76"],"iss":"https://acme.cloudflareaccess.com","email":"user@example.com","exp":1659474457,"iat":1659474397,"nonce":"n"}`), `
			family: cloudflare-access
			account: acme
			no risk: -1`},
	)
}
