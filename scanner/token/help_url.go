package token

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

const (
	maxURL        = 8 << 10 // bytes to each side of a secret that may be of its URL
	maxParameters = 64
)

// signedURL is the URL, or the query of one, that a secret stands in.
type signedURL struct {
	host, path string
	query      map[string]string // by name in small letters; of several the first
}

// urlAround returns the URL around the secret of a finding.
func urlAround(in *Input) signedURL { return parseURL(textAround(in)) }

// textAround returns what stands around a secret up to blanks and quotes.
func textAround(in *Input) string {
	where, from := in.Lines, strings.Index(in.Lines, in.Match)
	if in.Match == "" || from < 0 {
		where, from = in.Lines, 0
	}
	at := strings.Index(where[from:], in.Secret)
	if at < 0 {
		return in.Secret
	}
	at += from
	lo, hi := max(0, at-maxURL), min(len(where), at+len(in.Secret)+maxURL)
	const ends = " \t\r\n\"'`<>"
	start := lo + strings.LastIndexAny(where[lo:at], ends) + 1
	if n := strings.IndexAny(where[at+len(in.Secret):hi], ends); n >= 0 {
		hi = at + len(in.Secret) + n
	}
	return where[start:hi]
}

var unescapeURL = strings.NewReplacer("&amp;", "&", "&#38;", "&", `\u0026`, "&", `\u003d`, "=", `\/`, "/")

func parseURL(s string) (u signedURL) {
	s = strings.TrimRight(unescapeURL.Replace(s), `\,;)]}`)
	if !strings.Contains(s, "&") && strings.Contains(s, "%26") { // a URL in the query of another
		if inner, err := url.QueryUnescape(s); err == nil {
			s = inner
		}
	}
	where, query, ok := strings.Cut(s, "?")
	if !ok {
		where, query = "", s
	}
	if _, rest, ok := strings.Cut(where, "://"); ok {
		u.host, u.path, _ = strings.Cut(rest, "/")
		u.host = text(u.host[strings.LastIndexByte(u.host, '@')+1:], maxText)
		u.path = text(u.path, maxText)
	}
	u.query = map[string]string{}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name = strings.ToLower(name)
		if _, dup := u.query[name]; dup || len(u.query) == maxParameters {
			continue
		}
		if v, err := url.QueryUnescape(value); err == nil {
			value = v
		}
		u.query[name] = value
	}
	return u
}

// signs reports whether a secret is the value of a parameter of a URL, or holds the
// URL with it.
func (u signedURL) signs(in *Input, parameter string) bool {
	v := u.query[parameter]
	if v == "" {
		return false
	}
	if plain, err := url.QueryUnescape(in.Secret); err == nil && plain == v {
		return true
	}
	return in.Secret == v || strings.Contains(strings.ToLower(in.Secret), parameter+"=")
}

// mentions reports whether a finding speaks of the parameter of a URL, as issuers
// spell it or in small letters.
func mentions(in *Input, parameter string) bool {
	small := strings.ToLower(parameter)
	return strings.Contains(in.Match, parameter) || strings.Contains(in.Match, small) ||
		strings.Contains(in.Secret, parameter) || strings.Contains(in.Secret, small)
}

// stamp reads a time of ISO 8601 in its basic form, as signatures have it.
func stamp(s string) *time.Time {
	at, err := time.Parse("20060102T150405Z", s)
	if err != nil {
		return nil
	}
	return date(at)
}

// expiresAfter sets when a signature ends that says so in seconds from its beginning.
func expiresAfter(t *leak.Token, from *time.Time, number string) {
	n, err := strconv.ParseInt(number, 10, 64)
	if from == nil || err != nil || n < 0 || n > 1<<32 {
		return
	}
	t.Expires = date(from.Add(time.Duration(n) * time.Second))
}

// epoch reads seconds since 1970 in decimal digits.
func epoch(s string) *time.Time {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return nil
	}
	return seconds(float64(n))
}

// days says how long something lives, in the largest unit that fits.
func days(d time.Duration) string {
	const day = 24 * time.Hour
	switch n := int64(d / day); {
	case n >= 730:
		return strconv.FormatInt(n/365, 10) + " years"
	case n >= 2:
		return strconv.FormatInt(n, 10) + " days"
	}
	return d.String()
}
