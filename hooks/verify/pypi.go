package verify

var _ = register(Issuer{
	Name: "pypi", Title: "PyPI", Bases: []string{"https://pypi.org"},
	Rules:  []string{"pypi-token"},
	Docs:   "https://docs.pypi.org/api/upload/",
	Cannot: "PyPI takes a token for uploads alone, and has no request that only asks",
})
