package main

import (
	"strconv"
	"time"
)

// now is the time that expiry is measured by: SOURCE_DATE_EPOCH, by which builds that
// are to be reproducible name one (reproducible-builds.org/specs/source-date-epoch), or
// the clock's.
func (a *app) now() time.Time {
	if n, err := strconv.ParseInt(a.env["SOURCE_DATE_EPOCH"], 10, 64); err == nil {
		return time.Unix(n, 0).UTC()
	}
	return time.Now()
}
