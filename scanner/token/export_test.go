package token

import (
	"maps"
	"slices"
)

// Issuers returns the families that are tables, sorted.
func Issuers() []string { return slices.Sorted(maps.Keys(issuers)) }
