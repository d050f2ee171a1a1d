package verify

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
)

func TestPublicRemote(t *testing.T) {
	const (
		public  = 1
		private = 2
		unknown = 3
	)
	for _, c := range []struct {
		name, remote, asks string
		answer             http.Handler
		want               int
	}{
		{"GitHub, public", "https://github.com/acme/shop.git", "api.github.com/repos/acme/shop", outboundtest.Answer(200, `{"id": 1, "full_name": "acme/shop", "private": false}`), public},
		{"GitHub, not for everybody", "git@github.com:acme/shop.git", "api.github.com/repos/acme/shop", outboundtest.Answer(404, `{"message": "Not Found", "status": "404"}`), private},
		{"GitHub, by SSH", "ssh://git@github.com/acme/shop", "api.github.com/repos/acme/shop", outboundtest.Answer(200, `{"id": 1, "private": false}`), public},
		{"GitHub, asked too often", "https://github.com/acme/shop", "api.github.com/repos/acme/shop", outboundtest.Answer(403, `{"message": "API rate limit exceeded for 192.0.2.1."}`), unknown},
		{"GitHub, renamed", "https://github.com/acme/shop", "api.github.com/repos/acme/shop", outboundtest.Redirect("https://api.github.com/repositories/1"), unknown},
		{"GitHub, a page", "https://github.com/acme/shop", "api.github.com/repos/acme/shop", outboundtest.HTML(), unknown},
		{"GitLab, in groups", "https://gitlab.com/acme/web/shop.git/", "gitlab.com/api/v4/projects/acme%2Fweb%2Fshop", outboundtest.Answer(200, `{"id": 4, "path_with_namespace": "acme/web/shop", "visibility": "public"}`), public},
		{"GitLab, not for everybody", "git@gitlab.com:acme/shop.git", "gitlab.com/api/v4/projects/acme%2Fshop", outboundtest.Answer(404, `{"message": "404 Project Not Found"}`), private},
		{"Bitbucket, public", "https://bitbucket.org/acme/shop", "api.bitbucket.org/2.0/repositories/acme/shop", outboundtest.Answer(200, `{"type": "repository", "is_private": false}`), public},
		{"Bitbucket, not for everybody", "git@bitbucket.org:acme/shop.git", "api.bitbucket.org/2.0/repositories/acme/shop", outboundtest.Answer(403, `{"type": "error", "error": {"message": "Access denied."}}`), private},
		{"Codeberg, public", "https://codeberg.org/acme/shop", "codeberg.org/api/v1/repos/acme/shop", outboundtest.Answer(200, `{"id": 1, "private": false}`), public},
		{"Codeberg, none", "https://codeberg.org/acme/shop", "codeberg.org/api/v1/repos/acme/shop", outboundtest.Answer(404, `{"message": "The target couldn't be found.", "errors": []}`), private},
		{"another host", "https://git.example.com/acme/shop", "", outboundtest.Answer(200, `{"private": false}`), unknown},
		{"a host that looks like one", "https://github.com.example.com/acme/shop", "", outboundtest.Answer(200, `{"private": false}`), unknown},
		{"a path", "/srv/git/shop.git", "", outboundtest.Answer(200, `{"private": false}`), unknown},
		{"a path that leads elsewhere", "https://github.com/../user", "", outboundtest.Answer(200, `{"private": false}`), unknown},
		{"a query", "https://github.com/acme/shop%3Fx=1", "", outboundtest.Answer(200, `{"private": false}`), unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := outboundtest.New(t, c.answer)
			is, known, err := PublicRemote(t.Context(), s.Client(), c.remote)
			require.NoError(t, err)
			assert.Equal(t, c.want != unknown, known)
			assert.Equal(t, c.want == public, is)
			var got []string
			for _, r := range s.Requests() {
				got = append(got, r.Host+r.Path)
			}
			if c.asks == "" {
				assert.Empty(t, got)
			} else {
				assert.Equal(t, []string{c.asks}, got)
			}
		})
	}
}

func TestPublicRemoteSendsNoCredential(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(200, `{"private": false}`))
	_, _, err := PublicRemote(t.Context(), s.Client(), "https://ada:opensesame@github.com/acme/shop.git")
	require.NoError(t, err)
	require.Len(t, s.Requests(), 1)
	assert.NotContains(t, s.Requests()[0].Header, "Authorization")
	assert.NotContains(t, s.Requests()[0].Path, "opensesame")
}

// A GitHub Enterprise Server that the user named does not answer for github.com.
func TestPublicRemoteAsksTheHostOfTheRemote(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(200, `{"private": false}`))
	client := s.Client(func(o *outbound.Options) { o.Bases = map[string][]string{"github": {"https://ghe.example.com/api/v3"}} })
	_, _, err := PublicRemote(t.Context(), client, "https://github.com/acme/shop.git")
	require.NoError(t, err)
	assert.Equal(t, "api.github.com", s.Requests()[0].Host)
}

func TestPublicRemoteWithoutNetwork(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Abort())
	_, known, err := PublicRemote(t.Context(), s.Client(), "https://github.com/acme/shop.git")
	assert.Error(t, err)
	assert.False(t, known)
}
