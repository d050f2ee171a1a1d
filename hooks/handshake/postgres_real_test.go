//go:build unix

package handshake

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// TestRealPostgreSQL asks the server that is installed, if there is one.
func TestRealPostgreSQL(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a server")
	}
	for _, program := range []string{"initdb", "postgres"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	server, client := tlsPair(t)
	dir := t.TempDir()
	key, err := x509.MarshalPKCS8PrivateKey(server.Certificates[0].PrivateKey)
	require.NoError(t, err)
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	write("server.crt", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificates[0].Certificate[0]})))
	write("server.key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
	password := write("password", thePassword)
	hba := write("hba", "host all "+theUser+" all scram-sha-256\nhost all old all md5\nhost all open all trust\nhostssl all clear all password\n")
	ids := unprivileged(t, dir)

	data := filepath.Join(dir, "data")
	run(t, ids, "", "initdb", "-D", data, "-U", theUser, "--pwfile", password, "--auth=scram-sha-256", "-E", "UTF8", "--no-locale", "--no-sync")
	run(t, ids, strings.Join([]string{
		"CREATE USER open", "CREATE USER clear PASSWORD '" + thePassword + "'",
		"CREATE USER gone PASSWORD '" + thePassword + "'",
		"SET password_encryption = 'md5'", "CREATE USER old PASSWORD '" + thePassword + "'",
	}, "\n")+"\n", "postgres", "--single", "-D", data, "postgres")

	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := l.Addr().(*net.TCPAddr)
	l.Close()
	start := exec.Command("postgres", "-D", data, "-F", "-c", "listen_addresses=127.0.0.1", "-c", fmt.Sprintf("port=%d", addr.Port), "-c", "unix_socket_directories=",
		"-c", "hba_file="+hba, "-c", "ssl=on", "-c", "ssl_cert_file="+filepath.Join(dir, "server.crt"), "-c", "ssl_key_file="+filepath.Join(dir, "server.key"))
	start.SysProcAttr = ids
	require.NoError(t, start.Start())
	t.Cleanup(func() { _ = start.Process.Signal(syscall.SIGQUIT); _ = start.Wait() })
	login := func(l Login) (Answer, error) {
		c, err := net.Dial("tcp", addr.String())
		if err != nil {
			return Answer{}, err
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(10 * time.Second))
		return PostgreSQL(c, l)
	}
	require.Eventually(t, func() bool {
		a, err := login(Login{User: "open"})
		return err == nil && !strings.Contains(a.Reason, "57P03")
	}, 20*time.Second, 50*time.Millisecond, "the server does not start")

	for _, c := range []struct {
		user, password string
		tls            bool
		want           leak.State
	}{
		{theUser, thePassword, false, leak.StateActive},
		{theUser, thePassword, true, leak.StateActive},
		{theUser, "wrong", true, leak.StateInactive},
		{"old", thePassword, false, leak.StateActive},
		{"old", "wrong", false, leak.StateInactive},
		{"clear", thePassword, true, leak.StateActive},
		{"clear", "wrong", true, leak.StateInactive},
		{"clear", thePassword, false, leak.StateUnknown},
		{"open", "anything", true, leak.StateUnknown},
		{"gone", thePassword, true, leak.StateUnknown}, // no line of hba is for it
	} {
		l := Login{User: c.user, Password: c.password, Database: "postgres"}
		if c.tls {
			l.TLS = client
		}
		a, err := login(l)
		require.NoError(t, err)
		assert.Equal(t, c.want, a.State, "%s, %s, tls %v: %s", c.user, c.password, c.tls, a.Reason)
	}
	a, err := login(Login{User: theUser, Password: thePassword, Database: "none such"})
	require.NoError(t, err)
	assert.Equal(t, leak.StateActive, a.State, "that the database is gone is said after the password was taken")
}

// unprivileged gives what is in dir to a user that PostgreSQL agrees to run as.
func unprivileged(t *testing.T, dir string) *syscall.SysProcAttr {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	const nobody = 65534
	require.NoError(t, os.Chmod(filepath.Dir(dir), 0o711))
	require.NoError(t, filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(path, nobody, nobody)
	}))
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

func run(t *testing.T, ids *syscall.SysProcAttr, stdin, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.SysProcAttr = ids
	cmd.Stdin = strings.NewReader(stdin)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Run(), out.String())
}
