package token

import (
	"regexp"
	"sync"
)

// expressions are compiled when a family first needs one: most runs need few.
var expressions sync.Map

func expression(expr string) *regexp.Regexp {
	if e, ok := expressions.Load(expr); ok {
		return e.(*regexp.Regexp)
	}
	e := regexp.MustCompile(expr)
	expressions.Store(expr, e)
	return e
}
