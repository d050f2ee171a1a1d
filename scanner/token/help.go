package token

import (
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// detail adds a fact, unless there is none.
func detail(t *leak.Token, name, value string) {
	if value != "" {
		t.Details = append(t.Details, leak.Detail{Name: name, Value: value})
	}
}

// risk says what makes a token more (change above 0) or less urgent than its rule.
func risk(t *leak.Token, change int, text string) {
	t.Risks = append(t.Risks, leak.Reason{Change: change, Text: text})
}

// Dates outside of these are no dates of tokens.
var (
	earliest = time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// date returns a time in UTC, nil for one that is none of a token.
func date(at time.Time) *time.Time {
	if at.Before(earliest) || at.After(latest) {
		return nil
	}
	at = at.UTC()
	return &at
}

// seconds is the date of a number of seconds since 1970, as in a JWT (NumericDate of
// RFC 7519, which may have a fraction); nil for one that is none of a token.
func seconds(n float64) *time.Time {
	if !(n > 0 && n < 1e11) {
		return nil
	}
	return date(time.Unix(int64(n), 0))
}

// at puts a host where a token is used, and says what it means.
func at(t *leak.Token, host string) {
	t.Host, t.Reach = host, leak.ReachOf(host)
	switch t.Reach {
	case leak.ReachLoopback:
		risk(t, -1, "its host is the machine itself")
	case leak.ReachPrivate:
		risk(t, -1, "its host is on a private network")
	}
}
