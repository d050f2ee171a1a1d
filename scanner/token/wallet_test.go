package token

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

func base58Check(body []byte) string {
	first := sha256.Sum256(body)
	second := sha256.Sum256(first[:])
	return toBase58(append(bytes.Clone(body), second[:4]...))
}

func TestBase58IsThatOfBitcoin(t *testing.T) {
	for text, want := range map[string]string{"Hello World!": "2NEpo7TZRRrLZSi2U", "\x00\x00(\x7f\xb4\xcd": "11233QC4"} { // draft-msporny-base58, section 5
		assert.Equal(t, want, toBase58([]byte(text)))
		assert.Equal(t, []byte(text), fromBase58(want))
	}
}

func TestWIF(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	for version, want := range map[byte]struct {
		issuer, environment string
	}{0x80: {"Bitcoin", leak.EnvironmentLive}, 0xef: {"Bitcoin testnet", leak.EnvironmentTest}, 0xb0: {"Litecoin", leak.EnvironmentLive}} {
		for form, body := range map[string][]byte{"uncompressed": append([]byte{version}, key...), "compressed": append(append([]byte{version}, key...), 1)} {
			got := Read(&Input{Secret: base58Check(body)})
			require.NotNil(t, got, want.issuer+form)
			assert.Equal(t, "bitcoin-wif", got.Family)
			assert.Equal(t, want.issuer, got.Issuer)
			assert.Equal(t, want.environment, got.Environment)
			assert.Equal(t, form, detailOf(got, "Public key"))
		}
	}
}

func TestExtendedKeys(t *testing.T) {
	key := func(version uint32, depth byte, child uint32) string {
		b := binary.BigEndian.AppendUint32(nil, version)
		b = append(b, depth, 0xde, 0xad, 0xbe, 0xef)
		b = binary.BigEndian.AppendUint32(b, child)
		return base58Check(append(append(b, bytes.Repeat([]byte{9}, 32)...), append([]byte{0}, bytes.Repeat([]byte{7}, 32)...)...))
	}
	master := key(0x0488ade4, 0, 0)
	require.True(t, strings.HasPrefix(master, "xprv"))
	got := Read(&Input{Secret: master})
	require.NotNil(t, got)
	assert.Equal(t, "extended private key, xprv", got.Kind)
	assert.Equal(t, 1, change(got))
	child := Read(&Input{Secret: key(0x04358394, 2, 1<<31+44)})
	assert.Equal(t, "2", detailOf(child, "Depth"))
	assert.Equal(t, "44'", detailOf(child, "Index"))
	assert.Equal(t, "deadbeef", detailOf(child, "Fingerprint of its parent"))
	assert.Equal(t, leak.EnvironmentTest, child.Environment)
}

func TestSeedPhrases(t *testing.T) {
	got := Read(&Input{Rule: "bip39-mnemonic", Secret: strings.TrimSpace(strings.Repeat("zebra ", 24))})
	require.NotNil(t, got)
	assert.Equal(t, "bip39", got.Family)
	assert.Equal(t, "256 bits", detailOf(got, "Size"))
	assert.NotContains(t, said(got), "zebra")
	assert.Nil(t, Read(&Input{Rule: "bip39-mnemonic", Secret: strings.TrimSpace(strings.Repeat("zebra ", 13))}))
}

func TestEthereumKeys(t *testing.T) {
	secret := "0x" + strings.Repeat("7a", 32)
	got := Read(&Input{Secret: secret, Lines: "PRIVATE_KEY=" + secret})
	require.NotNil(t, got)
	assert.Equal(t, "ethereum", got.Family)
	store := `{"address":"` + strings.Repeat("ab", 20) + `","crypto":{"cipher":"aes-128-ctr","ciphertext":"00","cipherparams":{"iv":"00"},"kdf":"scrypt","kdfparams":{"n":262144,"r":8,"p":1,"dklen":32,"salt":"00"},"mac":"00"},"version":3}`
	encrypted := Read(&Input{Secret: store})
	require.NotNil(t, encrypted)
	assert.True(t, encrypted.Encrypted)
	assert.Equal(t, "0x"+strings.Repeat("ab", 20), encrypted.Subject)
	assert.Equal(t, "scrypt, N 262144", detailOf(encrypted, "KDF"))
}

func TestSolanaKeys(t *testing.T) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	address := toBase58(key[32:])
	numbers := strings.Trim(strings.Join(strings.Fields(fmt.Sprint([]byte(key))), ","), "[]")
	for _, secret := range []string{toBase58(key), numbers} {
		got := Read(&Input{Secret: secret, Lines: "SOLANA_KEY=" + secret})
		require.NotNil(t, got)
		assert.Equal(t, "solana", got.Family)
		assert.Equal(t, address, got.Subject)
	}
}

func TestPasswordHashes(t *testing.T) {
	fill := func(n int) string { return strings.Repeat("aB3.", n/4+1)[:n] }
	for secret, want := range map[string]struct {
		kind, cost string
		change     int
	}{
		"$2y$12$" + fill(53): {kind: "password hash (bcrypt)", cost: "12 (4096 rounds)", change: -1},
		"$argon2id$v=19$m=65536,t=3,p=4$" + fill(22) + "$" + fill(43): {kind: "password hash (Argon2id)", cost: "m=65536,t=3,p=4", change: -1},
		"$6$rounds=656000$" + fill(16) + "$" + fill(86):               {kind: "password hash (sha512crypt)", cost: "656000 rounds", change: -1},
		"$5$" + fill(16) + "$" + fill(43):                             {kind: "password hash (sha256crypt)", cost: "5000 rounds", change: -1},
		"$apr1$" + fill(8) + "$" + fill(22):                           {kind: "password hash (MD5 (Apache))"},
		"{SSHA}" + fill(32):                                           {kind: "password hash (salted SHA-1)"},
		"{CRYPT}$1$" + fill(8) + "$" + fill(22):                       {kind: "password hash (md5crypt)"},
		"$P$B" + fill(30):                                             {kind: "password hash (phpass)", cost: "8192 rounds"},
		"pbkdf2_sha256$600000$" + fill(22) + "$" + fill(44):           {kind: "password hash (PBKDF2 (Django))", cost: "600000 rounds", change: -1},
	} {
		t.Run(want.kind, func(t *testing.T) {
			got := Read(&Input{Secret: secret, Lines: "bob:" + secret + ":19000:0:"})
			require.NotNil(t, got)
			assert.Equal(t, "password-hash", got.Family)
			assert.Equal(t, want.kind, got.Kind)
			assert.Equal(t, want.cost, detailOf(got, "Cost"))
			assert.Equal(t, want.change, change(got))
			assert.Equal(t, "bob", got.Subject)
		})
	}
}

func TestOtherWallets(t *testing.T) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, 32))
	near := Read(&Input{Secret: "ed25519:" + toBase58(key)})
	require.NotNil(t, near)
	assert.Equal(t, "ed25519:"+toBase58(key[32:]), near.Subject)
	for rule, w := range walletRules {
		got := Read(&Input{Rule: rule, Secret: hunter})
		require.NotNil(t, got, rule)
		assert.Equal(t, w.kind, got.Kind)
		assert.Equal(t, []string{movesCoins}, got.Grants)
	}
	assert.Equal(t, "Nostr", Read(&Input{Rule: "nostr-private-key", Secret: hunter}).Issuer)
}
