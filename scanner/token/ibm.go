package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Keys of IBM Cloud (cloud.ibm.com/docs/account?topic=account-manapikey and
// ?topic=account-service_credentials). A cloud resource name beside a key tells the
// service and region it belongs to (?topic=account-crn).
var _ = later(func() { register(Family{Name: "ibm", Tell: tellIBM}) })

var ibmKinds = []kind{
	{rules: []string{"ibm-cloud-api-key"}, is: "IBM Cloud API key", never: true,
		grants: "everything that its user or service id may do, by exchanging it for access tokens"},
	{rules: []string{"ibm-service-credentials"}, is: "API key of service credentials", never: true,
		grants: "one service instance, with the role that stands beside it"},
	{rules: []string{"ibm-cos-secret-key"}, is: "HMAC secret key of Cloud Object Storage", never: true,
		grants: "the buckets of an instance, with the role of its credentials"},
	{rules: []string{"ibm-classic-api-key"}, is: "API key of classic infrastructure (SoftLayer)", never: true,
		grants: "ordering and cancelling servers as its user"},
}

func tellIBM(in *Input, t *leak.Token) bool {
	if tellKind(in, t, "IBM Cloud", ibmKinds) == nil {
		return false
	}
	// crn:v1:cloud:public:service:region…
	if crn := strings.Split(in.Part("ibm-resource-name"), ":"); len(crn) >= 5 {
		detail(t, "Service", text(crn[4], 60))
		if len(crn) > 5 {
			detail(t, "Region", text(crn[5], 60))
		}
	}
	return true
}
