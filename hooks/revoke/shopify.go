package revoke

// https://shopify.dev/docs/api/admin-rest/latest/resources/apipermissions: the app gives
// up its access to the shop.
var _ = register(Way{
	Name: "shopify", Kind: Self, // each shop has its own host
	Rules:  []string{"shopify-access-token"},
	Docs:   "https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens",
	Does:   "DELETE /admin/api_permissions/current.json",
	Effect: "the app is uninstalled from the shop",
	Page:   "https://help.shopify.com/en/manual/apps/app-types/custom-apps",
	Steps:  []string{"Uninstall the app in the shop's admin under Settings > Apps and sales channels, or rotate the credentials of a custom app there."},
	Do:     one(header("DELETE", "/admin/api_permissions/current.json", "X-Shopify-Access-Token", ""), usual()),
})
