package revoke

import (
	"context"
	"net/http"
	"net/url"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// A key gets a token of its owner, is told its own id, and is deleted.
// https://cloud.ibm.com/apidocs/iam-identity-token-api#gettoken-apikey,
// https://cloud.ibm.com/apidocs/iam-identity-token-api#get-api-keys-details and
// https://cloud.ibm.com/apidocs/iam-identity-token-api#delete-api-key
var _ = register(Way{
	Name: "ibm", Kind: Self, Bases: []string{"https://iam.cloud.ibm.com"},
	Rules: []string{"ibm-cloud-api-key"},
	Docs:  "https://cloud.ibm.com/apidocs/iam-identity-token-api#delete-api-key",
	Does:  "DELETE /v1/apikeys/{id of the key}, with a token that the key itself gets",
	Page:  "https://cloud.ibm.com/iam/apikeys",
	Steps: []string{"Delete it at https://cloud.ibm.com/iam/apikeys, one of a service ID at https://cloud.ibm.com/iam/serviceids."},
	Do:    ibmDelete,
})

func ibmDelete(ctx context.Context, n *Net, s *Step) Answer {
	key := s.Cred.Secret.Reveal()
	var grant struct {
		Token string `json:"access_token"`
		Code  string `json:"errorCode"`
	}
	a, ok := fetch(ctx, n.Conn, form("/identity/token", "apikey", "grant_type", "urn:ibm:params:oauth:grant-type:apikey")(key), &grant)
	switch {
	case grant.Code == "BXNIM0415E": // "Provided API key could not be found."
		return Answer{Dead, grant.Code}
	case !ok:
		return a
	}
	auth := "Bearer " + grant.Token
	var details struct{ ID string }
	if a, ok := fetch(ctx, n.Conn, outbound.Request{Path: "/v1/apikeys/details", Header: map[string]string{"Authorization": auth, "IAM-ApiKey": key}}, &details); !ok || details.ID == "" {
		return Answer{Failed, "asking for its id: " + a.Reason}
	}
	return ask(ctx, n.Conn, outbound.Request{Method: "DELETE", Path: "/v1/apikeys/" + url.PathEscape(details.ID), Header: map[string]string{"Authorization": auth}}, usual(map[int]Outcome{404: Dead}))
}

// fetch sends a request that changes nothing and reads the JSON of its answer, whatever
// its status. ok is false for any status but 200, and then a says what that means for a
// token that the request was authenticated with.
func fetch(ctx context.Context, c *outbound.Conn, r outbound.Request, into any) (a Answer, ok bool) {
	resp, err := c.Do(ctx, r)
	if err != nil {
		a = unsent(err)
		if a.Outcome == Unknown { // it has changed nothing
			a.Outcome = Failed
		}
		return a, false
	}
	err = decode(resp, into)
	switch {
	case page(resp):
		return Answer{Failed, "a page for people, as of a proxy or portal"}, false
	case resp.Status == http.StatusUnauthorized:
		return Answer{Dead, status(resp)}, false
	case resp.Status == http.StatusForbidden:
		return Answer{Refused, status(resp)}, false
	case resp.Status != http.StatusOK:
		return Answer{Failed, status(resp)}, false
	case err != nil:
		return Answer{Failed, err.Error()}, false
	}
	return Answer{Reason: status(resp)}, true
}
