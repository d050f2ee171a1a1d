package token

import "testing"

func TestMapbox(t *testing.T) {
	sk := base64Of(`{"u":"scottsfarley","a":"cjz1n2x5i0abc"}`)
	tk := base64Of(`{"u":"acme","scopes":["styles:read","fonts:read"],"exp":1700000000}`)
	checkFacts(t, []want{
		{given{value: "sk." + sk + "." + chars(22)}, "mapbox: secret token; account scottsfarley; never expires"},
		{given{value: "tk." + tk + "." + chars(22)}, "mapbox: temporary token; account acme; scopes styles:read,fonts:read; expires 2023-11-14T22:13:20Z; lives 1h"},
		{given{value: "pk." + sk + "." + chars(22)}, "mapbox: public token; account scottsfarley; never expires; risk -1 it is made to be public; it may be limited to URLs"},
		{given{value: "sk.eyJ" + chars(60)}, "mapbox: secret token; never expires"},
	})
}
