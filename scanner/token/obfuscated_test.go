package token

import (
	"encoding/base64"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestObfuscatedPasswords(t *testing.T) {
	for rule, o := range obfuscations {
		got := Read(&Input{Rule: rule, Secret: hunter, Match: "x " + hunter, Lines: `<Properties userName="bob" x=` + hunter})
		require.NotNil(t, got, rule)
		assert.Equal(t, o.kind, got.Kind)
		assert.Contains(t, risksOf(got), o.why)
	}
	gpp := Read(&Input{Rule: "windows-gpp-password", Secret: hunter, Lines: `<Properties userName="bob" cpassword="` + hunter + `"/>`})
	assert.Equal(t, "bob", gpp.Subject)
	rw := Read(&Input{Rule: "cisco-snmp-community", Secret: hunter, Match: "snmp-server community " + hunter + " RW"})
	assert.Contains(t, rw.Grants[0], "changes")
}

func TestOneTimePasswords(t *testing.T) {
	uri := "otpauth://totp/Acme:bob@acme.io?secret=" + "ABCDEFGHIJKLMNOP" + "&issuer=Acme%20Co&algorithm=SHA256"
	for name, in := range map[string]*Input{
		"the seed": {Secret: "ABCDEFGHIJKLMNOP", Match: uri, Lines: "x = " + uri}, "the URI": {Secret: uri, Match: uri, Lines: "x = " + uri},
	} {
		t.Run(name, func(t *testing.T) {
			got := Read(in)
			require.NotNil(t, got)
			assert.Equal(t, "otpauth", got.Family)
			assert.Equal(t, "seed of one-time passwords (TOTP)", got.Kind)
			assert.Equal(t, "bob@acme.io", got.Subject)
			assert.Equal(t, "Acme Co", got.Issuer)
			assert.Equal(t, "SHA256", detailOf(got, "Algorithm"))
			assert.NotContains(t, said(got), "ABCDEFGHIJKL")
		})
	}
}

func TestClientKeysOfAKubeconfig(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	tool(t, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", in("k"), "-out", in("c"), "-days", "30",
		"-subj", "/O=system:masters/CN=kubernetes-admin", "-addext", "basicConstraints=critical,CA:FALSE")
	b64 := func(name string) string { return base64.StdEncoding.EncodeToString([]byte(content(t, in(name)))) }
	near := "clusters:\n- cluster:\n    server: https://k8s.acme.io:6443\nusers:\n- name: admin\n  user:\n    client-certificate-data: " + b64("c") + "\n    client-key-data: " + b64("k") + "\n"
	got := Read(&Input{Rule: "kubeconfig-client-key", Secret: b64("k"), Lines: "    client-key-data: " + b64("k"), Near: near})
	require.NotNil(t, got)
	assert.Equal(t, "RSA private key of a kubeconfig", got.Kind)
	assert.Equal(t, "kubernetes-admin, system:masters", got.Subject)
	assert.Equal(t, "k8s.acme.io:6443", got.Host)
	assert.Equal(t, 1, change(got))
	require.NotNil(t, got.Expires)
}
