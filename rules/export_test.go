package rules

// For tests.
var (
	TokenExpr    = tokenExpr
	KeywordsOf   = keywordsOf
	Surroundings = surroundings
)
