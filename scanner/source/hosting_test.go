package source

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

func TestHostingOfARemote(t *testing.T) {
	for remote, want := range map[string]leak.Hosting{
		"https://github.com/acme/shop.git":          leak.HostingForge,
		"https://me:50%@GitHub.com/acme/shop":       leak.HostingForge,
		"git@github.com:acme/shop.git":              leak.HostingForge,
		"ssh://git@gitlab.com:22/acme/shop":         leak.HostingForge,
		"https://git.code.sourceforge.net/p/x/code": leak.HostingForge,
		"https://git.acme.com/shop":                 leak.HostingPublic,
		"git@203.0.113.9:shop":                      leak.HostingPublic,
		"git@10.1.2.3:shop":                         leak.HostingPrivate,
		"https://git.corp.internal/shop":            leak.HostingPrivate,
		"gitserver:shop":                            leak.HostingPrivate,
		"https://[fd00::1]:8443/shop":               leak.HostingPrivate,
		"http://localhost:3000/shop":                leak.HostingLocal,
		"../shop.git":                               leak.HostingLocal,
		"./a:b":                                     leak.HostingLocal,
		`C:\shop`:                                   leak.HostingLocal,
		"file:///srv/shop.git":                      leak.HostingLocal,
		"":                                          leak.HostingLocal,
	} {
		assert.Equal(t, want, hostingOf(remote), remote)
	}
}
