package token

import "testing"

func TestServiceAccount(t *testing.T) {
	key := `-----BEGIN PRIVATE` + ` KEY-----\n` + drawn(60, base64s) + `\n-----END PRIVATE` + ` KEY-----`
	id := drawn(40, hex)
	check(t,
		tells{"with its parts", Input{Rule: "gcp-service-account-key", Secret: key, Parts: map[string]string{
			"gcp-service-account-email": "robot@proj.iam.gserviceaccount.com", "gcp-private-key-id": id, "gcp-project-id": "proj"}}, `
			family: gcp
			issuer: Google Cloud
			kind: private key of a service account
			subject: robot@proj.iam.gserviceaccount.com
			account: proj
			detail: Key id=` + id + `
			never expires`},
		tells{"in one line, found by a rule of one's own", Input{Rule: "mine", Secret: key,
			Lines: `{"type": "service_account", "project_id": "p-1", "private_key_id": "` + id + `", "private_key": "` + key + `", "client_email": "12-compute@developer.gserviceaccount.com"}`}, `
			subject: 12-compute@developer.gserviceaccount.com
			account: p-1
			detail: Key id=` + id + `
			risk: +0 it is a default service account, which older projects made an editor of everything`},
		tells{"project from its address", Input{Rule: "gcp-service-account-key", Secret: key, Lines: `\"client_email\": \"firebase-adminsdk-x@p-2.iam.gserviceaccount.com\"`}, `
			account: p-2
			risk: +0 it is Firebase's administrator: it reads and writes all data of the project, past its security rules`},
		tells{"alone", Input{Rule: "gcp-service-account-key", Secret: key}, "kind: private key of a service account\nno account\nno subject"},
	)
}

func TestGoogle(t *testing.T) {
	check(t,
		tells{"API key", Input{Secret: of("AIza", 35, alnum)}, "family: google\nkind: API key\nnever expires"},
		tells{"client secret", Input{Rule: "google-oauth-client-secret", Secret: of("GOCSPX-", 28, alnum), Parts: map[string]string{"google-oauth-client-id": "123456789012-x.apps.googleusercontent.com"}}, `
			kind: OAuth client secret
			account: 123456789012
			detail: Project number=123456789012`},
		tells{"access token", Input{Secret: of("ya29.", 60, alnum)}, "kind: OAuth access token\nlifetime: 12h0m0s\nrisk: -1 an access token of Google lives for one hour, unless an administrator allowed up to twelve"},
		tells{"refresh token", Input{Secret: of("1//0", 60, alnum)}, "kind: OAuth refresh token\nno never expires"},
		tells{"HMAC of a service account", Input{Rule: "google-storage-hmac-secret", Secret: drawn(40, base64s), Parts: map[string]string{"google-storage-hmac-id": "GOOG1E" + drawn(55, lower)}},
			"kind: HMAC key of Cloud Storage\ndetail: Belongs to=a service account"},
		tells{"HMAC of a user", Input{Rule: "google-storage-hmac-secret", Secret: drawn(40, base64s), Parts: map[string]string{"google-storage-hmac-id": "GOOG" + drawn(20, lower)}}, "detail: Belongs to=a user"},
		tells{"Gemini", Input{Secret: of("AQ."+"Ab8RN6", 44, alnum)}, "kind: Gemini API key, bound to a service account"},
		tells{"FCM", Input{Rule: "firebase-cloud-messaging-key", Secret: "AAAA" + drawn(7, alnum) + ":APA91b" + drawn(134, alnum)}, "risk: -1 Google began to switch the legacy API off in July 2024"},
		tells{"too short", Input{Secret: of("AIza", 10, alnum)}, "nothing"},
	)
}

// The URLs are those of cloud.google.com/storage/docs/access-control/signed-urls and
// /signed-urls-v2.
func TestSignedURL(t *testing.T) {
	signature := drawn(512, hex)
	check(t,
		tells{"version 4", Input{Rule: "mine", Secret: signature, Match: "https://storage.googleapis.com/example-bucket/cat.jpeg?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=example%40example-project.iam.gserviceaccount.com%2F20181026%2Fus-central1%2Fstorage%2Fgoog4_request&X-Goog-Date=20181026T181309Z&X-Goog-Expires=900&X-Goog-SignedHeaders=host&X-Goog-Signature=" + signature}, `
			family: gcs-presigned
			kind: signed URL of Cloud Storage
			subject: example@example-project.iam.gserviceaccount.com
			account: example-project
			issued: 2018-10-26T18:13:09Z
			expires: 2018-10-26T18:28:09Z
			lifetime: 168h0m0s
			host: storage.googleapis.com public
			detail: Object=example-bucket/cat.jpeg`},
		tells{"version 2", Input{Rule: "mine", Secret: signature, Match: "https://storage.googleapis.com/example-bucket/cat.jpeg?GoogleAccessId=example@example-project.iam.gserviceaccount.com&Expires=1458238630&Signature=" + signature}, `
			subject: example@example-project.iam.gserviceaccount.com
			expires: 2016-03-17T18:17:10Z`},
		tells{"HMAC", Input{Rule: "mine", Secret: signature, Match: "?X-Goog-Credential=GOOG1E" + drawn(20, alnum) + "%2F20181026%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Signature=" + signature}, "kind: signed URL of Cloud Storage\nno subject\nno expires"},
	)
}
