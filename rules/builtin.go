package rules

import "slices"

// Builtin returns the built-in rules, in the order of their files' names:
// builtin/*.toml, one an issuer, with their samples beside them. It takes no time,
// for builtin_rules.go has made them data of the program: a hook that starts for
// five lines must not read hundreds of files. All calls share the rules, and so
// their expressions once compiled.
func Builtin() (*Set, error) {
	return &Set{Rules: slices.Clip(builtinRules), Allowlists: slices.Clip(builtinAllowlists)}, nil
}

//go:generate go test -run ^TestBuiltinRulesAreGenerated$ -update .
