package token

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

func TestSecretManifests(t *testing.T) {
	data := "  username: YWRh\n  password: aHVudGVyMjI=\n"
	for name, match := range map[string]string{
		"names first": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop-db\n  namespace: shop\ntype: Opaque\ndata:\n" + data,
		"flow style":  "kind: Secret\nmetadata: {name: shop-db, namespace: shop}\ntype: Opaque\ndata:\n" + data,
	} {
		t.Run(name, func(t *testing.T) {
			got := Read(&Input{Secret: data, Match: match, Lines: match})
			require.NotNil(t, got)
			assert.Equal(t, "kubernetes-secret", got.Family)
			assert.Equal(t, "shop-db", got.Subject)
			assert.Equal(t, "shop", got.Account)
			assert.Equal(t, "username, password", detailOf(got, "Keys"))
			assert.Equal(t, "Opaque, any", detailOf(got, "Type"))
			assert.NotContains(t, said(got), "aHVudGVyMjI")
		})
	}
	near := "metadata:\n  name: other\n---\nkind: Secret\ndata:\n" + data + "metadata:\n  name: behind\ntype: kubernetes.io/tls\n---\nmetadata:\n  name: last\n"
	behind := Read(&Input{Rule: "kubernetes-secret", Secret: data, Match: "kind: Secret\ndata:\n" + data, Near: near})
	require.NotNil(t, behind)
	assert.Equal(t, "behind", behind.Subject)
	assert.Contains(t, detailOf(behind, "Type"), "kubernetes.io/tls")
}

func TestKubeconfigs(t *testing.T) {
	near := "clusters:\n- cluster:\n    server: https://10.0.0.1:6443\n  name: prod\nusers:\n- name: ops\n  user:\n    token: " + hunter + "\n"
	got := Read(&Input{Rule: "kubeconfig-token", Secret: hunter, Lines: "    token: " + hunter, Near: near})
	require.NotNil(t, got)
	assert.Equal(t, "kubeconfig", got.Family)
	assert.Equal(t, "ops", got.Subject)
	assert.Equal(t, "10.0.0.1:6443", got.Host)
	assert.Equal(t, leak.ReachPrivate, got.Reach)
}

func TestBootstrapTokens(t *testing.T) {
	secret := "k3y1d0." + strings.Repeat("z9x8", 4)
	got := Read(&Input{Secret: secret, Lines: "kubeadm join 203.0.113.7:6443 --token " + secret})
	require.NotNil(t, got)
	assert.Equal(t, "kubernetes-bootstrap-token", got.Family)
	assert.Equal(t, "token id k3y1d0", got.Subject)
	assert.Equal(t, "203.0.113.7:6443", got.Host)
	assert.NotContains(t, said(got), "z9x8")
}

func TestValuesThatAreEncrypted(t *testing.T) {
	vault := Read(&Input{Secret: "$ANSIBLE_VAULT;1.2;AES256;prod\n6162636465"})
	require.NotNil(t, vault)
	assert.Equal(t, "ansible-vault", vault.Family)
	assert.Equal(t, "prod", vault.Account)
	assert.True(t, vault.Encrypted)
	sops := Read(&Input{Secret: "ENC[AES256_GCM,data:abcd,iv:efgh,tag:ijkl,type:str]"})
	require.NotNil(t, sops)
	assert.Equal(t, "sops", sops.Family)
	assert.Equal(t, "AES256_GCM", detailOf(sops, "Cipher"))
}

func TestWebhooksOfAnyone(t *testing.T) {
	got := Read(&Input{Rule: "acme-webhook", Secret: "https://ci.acme.io/in/" + hunter})
	require.NotNil(t, got)
	assert.Equal(t, "webhook", got.Family)
	assert.Equal(t, "ci.acme.io", got.Host)
	assert.NotContains(t, said(got), hunter)
	assert.Equal(t, "webhook", Read(inLine(`ALERT_WEBHOOK_URL=https://ci.acme.io/in/{}`).with("https://ci.acme.io/in/"+hunter)).Family)
	assert.Nil(t, Read(&Input{Rule: "acme-url", Secret: "https://ci.acme.io/jobs/" + hunter}))
}
