package outbound_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
)

// child is set to the base URL that TestEnvironmentChild asks. It is a process of its
// own because net/http and crypto/x509 read the environment once.
const child = "OUTBOUND_TEST_BASE"

func TestEnvironmentChild(t *testing.T) {
	base := os.Getenv(child)
	if base == "" {
		t.Skip("run by TestEnvironment")
	}
	o := outbound.Options{Tries: 1, Timeout: 10 * time.Second, Private: []string{os.Getenv("OUTBOUND_TEST_PRIVATE")}}
	got, err := outbound.New(o).For("acme", base).Do(t.Context(), secretRequest)
	require.NoError(t, err)
	assert.Equal(t, 200, got.Status)
}

func TestEnvironment(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(200, `{}`))
	var connects atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connects.Add(1)
		tunnel(w, s.Listener.Addr().String())
	}))
	defer proxy.Close()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(ca, s.Authority(), 0o600))
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	require.NoError(t, err)
	run := func(env ...string) error {
		cmd := exec.Command(os.Args[0], "-test.run=^TestEnvironmentChild$")
		cmd.Env = append(os.Environ(), env...)
		return cmd.Run()
	}
	local := "https://127.0.0.1:" + port
	remote := "https://api.acme.example"
	assert.NoError(t, run(child+"="+local, "SSL_CERT_FILE="+ca, "OUTBOUND_TEST_PRIVATE=127.0.0.1"), "an authority of the user's own")
	assert.Error(t, run(child+"="+local, "OUTBOUND_TEST_PRIVATE=127.0.0.1"), "an authority that nobody knows")
	assert.Error(t, run(child+"="+local, "SSL_CERT_FILE="+ca), "a private address")
	assert.Zero(t, connects.Load())
	assert.NoError(t, run(child+"="+remote, "SSL_CERT_FILE="+ca, "HTTPS_PROXY="+proxy.URL), "through a proxy with a private address")
	assert.EqualValues(t, 1, connects.Load())
	assert.Error(t, run(child+"="+remote, "SSL_CERT_FILE="+ca, "HTTPS_PROXY="+proxy.URL, "NO_PROXY=acme.example"), "not through the proxy, to a host that is not there")
	assert.EqualValues(t, 1, connects.Load())
}
