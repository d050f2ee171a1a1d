package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Values that a tool has encrypted: Ansible Vault (docs.ansible.com, "Ansible Vault
// payload format"), SOPS (getsops.io/docs), and Sealed Secrets.
var (
	_ = later(func() { register(Family{Name: "ansible-vault", Tell: tellAnsibleVault}) })
	_ = later(func() { register(Family{Name: "sops", Tell: tellSOPS}) })
)

const ansibleMagic = "$ANSIBLE_VAULT;"

func tellAnsibleVault(in *Input, t *leak.Token) bool {
	s := strings.TrimSpace(in.Secret)
	if !strings.HasPrefix(s, ansibleMagic) {
		return false
	}
	head := strings.Split(strings.TrimSpace(s[len(ansibleMagic):endOf(s, "\\\r\n")]), ";") // version, cipher, vault id
	t.Issuer, t.Kind = "Ansible", "value encrypted by Ansible Vault"
	if len(head) < 2 {
		return true
	}
	detail(t, "Version", word(head[0]))
	detail(t, "Cipher", word(head[1]))
	if len(head) > 2 {
		t.Account = word(head[2])
	}
	if head[1] == "AES256" {
		detail(t, "KDF", "PBKDF2, 10000 rounds")
	}
	protected(in, t, "")
	return true
}

func tellSOPS(in *Input, t *leak.Token) bool {
	rest, ok := strings.CutPrefix(in.Secret, "ENC[")
	if !ok || !strings.HasSuffix(in.Secret, "]") || !strings.Contains(rest, ",iv:") || !strings.Contains(rest, ",tag:") {
		return false
	}
	t.Issuer, t.Kind = "SOPS", "value encrypted by SOPS"
	detail(t, "Cipher", word(rest[:endOf(rest, ",")]))
	t.Encrypted = true
	risk(t, -2, "it is encrypted: only who has the key of the file (KMS, age, PGP) can read it")
	return true
}
