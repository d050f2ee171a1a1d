package reporters

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Names (paths, refs, folders, branches) are bytes to git and to the file system,
// and JSON holds Unicode only. So the JSON of a name that is not valid UTF-8 is that
// name in double quotes with escapes, "caf\xe9.txt", as git prints such paths; and
// so that this can be told from a name that begins with a quote, such a name is
// quoted too.

func quoteName(s string) string {
	if utf8.ValidString(s) && !strings.HasPrefix(s, `"`) {
		return s
	}
	return strconv.Quote(s)
}

func unquoteName(s string) string {
	if !strings.HasPrefix(s, `"`) {
		return s
	}
	if name, err := strconv.Unquote(s); err == nil {
		return name
	}
	return s
}

// The functions below return a copy with every name in it passed through f.

func runNames(r leak.Run, f func(string) string) leak.Run {
	r.Target, r.Root, r.Branch = f(r.Target), f(r.Root), f(r.Branch)
	r.Remotes = remoteNames(r.Remotes, f)
	r.Repositories = slices.Clone(r.Repositories)
	for i := range r.Repositories {
		o := &r.Repositories[i]
		o.Name, o.Target, o.Root, o.Branch, o.Remotes = f(o.Name), f(o.Target), f(o.Root), f(o.Branch), remoteNames(o.Remotes, f)
	}
	return r
}

func remoteNames(in []leak.Remote, f func(string) string) []leak.Remote {
	out := slices.Clone(in)
	for i := range out {
		out[i].Name = f(out[i].Name)
	}
	return out
}

func originNames(o leak.Origin, f func(string) string) leak.Origin {
	o.Repo, o.Path, o.Ref = f(o.Repo), f(o.Path), f(o.Ref)
	return o
}

func findingNames(n leak.Finding, f func(string) string) leak.Finding {
	n.Origin = originNames(n.Origin, f)
	n.Exposure.Refs, n.Exposure.Remotes = mapped(n.Exposure.Refs, f), mapped(n.Exposure.Remotes, f)
	if n.Blast != nil {
		b := *n.Blast
		b.Services, b.Repositories = mapped(b.Services, f), mapped(b.Repositories, f)
		n.Blast = &b
	}
	return n
}

func skipNames(s leak.Skip, f func(string) string) leak.Skip {
	s.Origin = originNames(s.Origin, f)
	return s
}
