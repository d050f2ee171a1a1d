package verify

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// forge is a host of repositories that says without any credential which are public.
type forge struct {
	base   string
	path   func(names []string) string // of the API, for owner and repository
	answer *request.Compiled           // active: public; inactive: not for everybody, or not there
}

// forges by the host of their remotes. The documentation of each says 404 of what may
// not be seen; Bitbucket says 403, too.
var forges = map[string]forge{
	// https://docs.github.com/en/rest/repos/repos#get-a-repository
	"github.com": {"https://api.github.com", two("/repos/"), visibility("json private = false", "json private = true", "status 404 and json message")},
	// https://docs.gitlab.com/api/projects/#get-a-single-project
	"gitlab.com": {"https://gitlab.com", func(names []string) string {
		if len(names) < 2 {
			return ""
		}
		return "/api/v4/projects/" + strings.Join(names, "%2F")
	}, visibility("json path_with_namespace", "json visibility = private", "status 404 and json message")},
	// https://developer.atlassian.com/cloud/bitbucket/rest/api-group-repositories/
	"bitbucket.org": {"https://api.bitbucket.org", two("/2.0/repositories/"), visibility("json is_private = false", "json is_private = true", "status 403 404 and json type = error")},
	// https://codeberg.org/api/swagger#/repository/repoGet
	"codeberg.org": {"https://codeberg.org", two("/api/v1/repos/"), visibility("json private = false", "json private = true", "status 404 and json message")},
}

func two(before string) func([]string) string {
	return func(names []string) string {
		if len(names) != 2 {
			return ""
		}
		return before + names[0] + "/" + names[1]
	}
}

func visibility(public, private, hidden string) *request.Compiled {
	return request.Must(request.Request{
		URL: "/", Active: []string{"status 200 and " + public}, Inactive: []string{"status 200 and " + private, hidden},
	})
}

// PublicRemote asks the host of a remote of git whether everybody can read it. known is
// false for hosts other than github.com, gitlab.com, bitbucket.org and codeberg.org, and
// when the answer says neither. No credential is sent, those in the URL least of all.
// The error is that of outbound.
func PublicRemote(ctx context.Context, client *outbound.Client, remoteURL string) (public, known bool, err error) {
	host, names := remoteOf(remoteURL)
	f, ok := forges[host]
	if !ok {
		return false, false, nil
	}
	path := f.path(names)
	if path == "" {
		return false, false, nil
	}
	got, err := client.For(host, f.base).Do(ctx, outbound.Request{Path: path})
	if err != nil {
		return false, false, err
	}
	switch f.answer.Judge(request.Answer{Status: got.Status, Header: got.Header, Body: got.Body}, true).State {
	case leak.StateActive:
		return true, true, nil
	case leak.StateInactive:
		return false, true, nil
	}
	return false, false, nil
}

// scpLike is the short form of SSH, "git@github.com:owner/repository".
var scpLike = regexp.MustCompile(`^(?:[^@/:]+@)?([^@/:]+):([^/].*)$`)

// remoteName is what forges let the names of owners, groups and repositories be.
var remoteName = regexp.MustCompile(`^[A-Za-z0-9_~][A-Za-z0-9_.~-]*$`)

// remoteOf returns the host of a remote and the names in its path; none if it is no
// remote of that form.
func remoteOf(text string) (host string, names []string) {
	path := ""
	if u, err := url.Parse(text); err == nil && slices.Contains([]string{"https", "http", "ssh", "git"}, u.Scheme) {
		host, path = u.Hostname(), u.Path
	} else if m := scpLike.FindStringSubmatch(text); m != nil && !strings.Contains(text, "://") {
		host, path = m[1], m[2]
	}
	path = strings.TrimSuffix(strings.Trim(path, "/"), ".git")
	names = strings.Split(path, "/")
	if slices.ContainsFunc(names, func(s string) bool { return !remoteName.MatchString(s) }) {
		return "", nil
	}
	return strings.TrimPrefix(strings.ToLower(host), "www."), names
}
