package source

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// forges host repositories that anybody can read besides others.
var forges = []string{
	"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitea.com", "git.sr.ht", "sourceforge.net", "gitee.com", "salsa.debian.org",
	"gitlab.freedesktop.org", "gitlab.gnome.org", "invent.kde.org", "framagit.org", "notabug.org", "pagure.io", "huggingface.co", "git.launchpad.net",
	"gist.github.com", "source.android.com", "repo.or.cz", "dev.azure.com", "ssh.dev.azure.com",
}

// remotesOf returns the remotes of a repository, sorted by name.
func remotesOf(r *Repository) (out []leak.Remote) {
	urls := r.Remotes()
	for _, name := range slices.Sorted(maps.Keys(urls)) {
		out = append(out, leak.Remote{Name: name, URL: withoutCredentials(urls[name]), Hosting: hostingOf(urls[name])})
	}
	return out
}

// hostingOf says where a remote leads, by the forms of git-fetch(1), "GIT URLS".
func hostingOf(remote string) leak.Hosting {
	host := remoteHost(remote)
	if host == "" {
		return leak.HostingLocal
	}
	if slices.Contains(forges, host) || strings.HasSuffix(host, ".sourceforge.net") {
		return leak.HostingForge
	}
	switch leak.ReachOf(host) {
	case leak.ReachLoopback:
		return leak.HostingLocal
	case leak.ReachPrivate:
		return leak.HostingPrivate
	}
	return leak.HostingPublic
}

// remoteHost is the host of a URL or of "user@host:path", in lower case; "" for a path.
func remoteHost(remote string) string {
	if strings.Contains(remote, "://") {
		u, err := url.Parse(withoutCredentials(remote))
		if err != nil || u.Scheme == "file" {
			return ""
		}
		return strings.ToLower(u.Hostname())
	}
	host, _, ok := strings.Cut(remote, ":")
	if !ok || strings.Contains(host, "/") || len(host) == 1 { // C:\ is a path
		return ""
	}
	return strings.ToLower(host[strings.LastIndexByte(host, '@')+1:])
}
