package token

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Keys of crypto-currencies. Whoever holds one moves the coins, at once and for good;
// there is nobody to revoke it.
var (
	_ = later(func() { register(Family{Name: "bitcoin-wif", Tell: tellWIF}) })
	_ = later(func() { register(Family{Name: "bip32", Tell: tellBIP32}) })
	_ = later(func() { register(Family{Name: "bip39", Tell: tellBIP39}) })
	_ = later(func() { register(Family{Name: "ethereum", Tell: tellEthereum}) })
	_ = later(func() { register(Family{Name: "ethereum-keystore", Tell: tellEthereumStore}) })
	_ = later(func() { register(Family{Name: "solana", Tell: tellSolana}) })
	_ = later(func() { register(Family{Name: "near", Tell: tellNEAR}) })
	_ = later(func() { register(Family{Name: "wallet", Last: true, Tell: tellWallet}) })
)

const movesCoins = "moves everything that its addresses hold; that can not be undone"

// wifNetworks are the version bytes of WIF (en.bitcoin.it/wiki/List_of_address_prefixes,
// and chainparams.cpp of each).
var wifNetworks = map[byte]string{0x80: "Bitcoin", 0xef: "Bitcoin testnet", 0xb0: "Litecoin", 0x9e: "Dogecoin", 0xcc: "Dash", 0xf1: "Dogecoin testnet"}

func tellWIF(in *Input, t *leak.Token) bool {
	if len(in.Secret) < 50 || len(in.Secret) > 53 {
		return false
	}
	b := fromBase58Check(in.Secret)
	if len(b) != 33 && !(len(b) == 34 && b[33] == 1) || wifNetworks[b[0]] == "" {
		return false
	}
	form := "uncompressed"
	if len(b) == 34 {
		form = "compressed"
	}
	t.Issuer, t.Kind, t.Checksum = wifNetworks[b[0]], "private key (WIF)", leak.ChecksumValid
	detail(t, "Public key", form)
	coins(t, strings.HasSuffix(t.Issuer, "testnet"))
	return true
}

// coins says what a key of a wallet is good for.
func coins(t *leak.Token, test bool) {
	t.NeverExpires, t.Environment = true, leak.EnvironmentLive
	t.Grants = []string{movesCoins}
	if test {
		t.Environment = leak.EnvironmentTest
		risk(t, -2, "a key of a test network, whose coins are worth nothing")
	}
}

// bip32Versions are the versions of extended private keys (BIP 32; SLIP 132).
var bip32Versions = map[uint32]string{
	0x0488ade4: "xprv", 0x049d7878: "yprv (BIP 49)", 0x04b2430c: "zprv (BIP 84)", 0x0295b005: "Yprv (BIP 49, many signers)", 0x02aa7a99: "Zprv (BIP 84, many signers)",
	0x04358394: "tprv", 0x044a4e28: "uprv (BIP 49)", 0x045f18bc: "vprv (BIP 84)",
}

func tellBIP32(in *Input, t *leak.Token) bool {
	if len(in.Secret) < 100 || len(in.Secret) > 120 {
		return false
	}
	b := fromBase58Check(in.Secret)
	if len(b) != 78 {
		return false
	}
	version := bip32Versions[binary.BigEndian.Uint32(b)]
	if version == "" || b[45] != 0 {
		return false
	}
	t.Issuer, t.Kind, t.Checksum = "Bitcoin", "extended private key, "+version, leak.ChecksumValid
	depth := int(b[4])
	detail(t, "Depth", strconv.Itoa(depth))
	if depth == 0 {
		risk(t, 1, "the master key of a wallet: all keys of all its accounts follow from it")
	} else {
		child := binary.BigEndian.Uint32(b[9:])
		hardened := ""
		if child >= 1<<31 {
			child, hardened = child-1<<31, "'"
		}
		detail(t, "Index", strconv.FormatUint(uint64(child), 10)+hardened)
		detail(t, "Fingerprint of its parent", fmt.Sprintf("%x", b[5:9]))
	}
	coins(t, strings.Contains("tprv uprv vprv", version[:4]))
	return true
}

// bip39Bits is the entropy of so many words (BIP 39).
var bip39Bits = map[int]int{12: 128, 15: 160, 18: 192, 21: 224, 24: 256}

func tellBIP39(in *Input, t *leak.Token) bool {
	words := strings.Fields(in.Secret[:min(len(in.Secret), 300)])
	bits := bip39Bits[len(words)]
	if bits == 0 || !in.Is("bip39-mnemonic") && !assignedTo(in, "mnemonic", "seedphrase", "recoveryphrase", "seedwords", "walletphrase") {
		return false
	}
	for _, w := range words {
		if len(w) < 3 || len(w) > 8 || strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") != "" {
			return false
		}
	}
	t.Kind = "seed phrase of a wallet (BIP 39)"
	detail(t, "Words", strconv.Itoa(len(words)))
	detail(t, "Size", strconv.Itoa(bits)+" bits")
	coins(t, false)
	risk(t, 0, "all keys of the wallet on all networks follow from it, unless it has a passphrase (\"25th word\") besides")
	return true
}

func tellEthereum(in *Input, t *leak.Token) bool {
	digits, prefixed := strings.CutPrefix(in.Secret, "0x")
	if !isHex(strings.ToLower(digits), 64) {
		return false
	}
	if !in.Is("ethereum-private-key", "ethereum-hex-key") && !(prefixed && assignedTo(in, "privatekey", "privkey")) {
		return false
	}
	t.Issuer, t.Kind = "Ethereum", "private key (secp256k1) of an Ethereum account"
	coins(t, false)
	detail(t, "Networks", "the same account on every chain of the EVM, test networks too")
	return true
}

// tellEthereumStore reads the keystore of version 3 (ethereum.org, "Web3 Secret Storage
// Definition").
func tellEthereumStore(in *Input, t *leak.Token) bool {
	if !strings.HasPrefix(strings.TrimSpace(in.Secret), "{") || len(in.Secret) > 1<<14 || !strings.Contains(in.Secret, "kdfparams") {
		return false
	}
	var store struct {
		Address string
		Version int
		Crypto  struct {
			Cipher    string
			KDF       string
			KDFParams struct{ N, C, R, P int }
		}
	}
	if json.Unmarshal([]byte(in.Secret), &store) != nil || store.Version != 3 || store.Crypto.KDF == "" {
		return false
	}
	t.Issuer, t.Kind = "Ethereum", "encrypted private key (keystore version 3)"
	if address := strings.ToLower(strings.TrimPrefix(store.Address, "0x")); isHex(address, 40) {
		t.Subject = "0x" + address
	}
	coins(t, false)
	detail(t, "Cipher", word(store.Crypto.Cipher))
	rounds := fmt.Sprintf(", N %d", store.Crypto.KDFParams.N)
	if store.Crypto.KDFParams.N == 0 {
		rounds = fmt.Sprintf(", %d rounds", store.Crypto.KDFParams.C)
	}
	if kdf := word(store.Crypto.KDF); kdf != "" {
		detail(t, "KDF", kdf+rounds)
	}
	protected(in, t, "")
	return true
}

// tellSolana reads 64 bytes, a seed and its public key, in base 58 or as numbers; the
// public key is the address (solana.com/docs/intro/installation).
func tellSolana(in *Input, t *leak.Token) bool {
	if !in.Is("solana-private-key", "solana-keypair") && !strings.Contains(strings.ToLower(in.Lines), "solana") {
		return false
	}
	b := fromBase58(in.Secret)
	if strings.Contains(in.Secret, ",") && len(in.Secret) < 1024 {
		b = nil
		for part := range strings.SplitSeq(strings.Trim(in.Secret, "[] \n"), ",") {
			n, err := strconv.ParseUint(strings.TrimSpace(part), 10, 8)
			if err != nil {
				return false
			}
			b = append(b, byte(n))
		}
	}
	if len(b) != ed25519.PrivateKeySize || !bytes.Equal(ed25519.NewKeyFromSeed(b[:ed25519.SeedSize]), b) {
		return false
	}
	t.Issuer, t.Kind, t.Checksum = "Solana", "private key (Ed25519) of a Solana account", leak.ChecksumValid
	t.Subject = toBase58(b[ed25519.SeedSize:])
	coins(t, false)
	return true
}

// tellNEAR reads "ed25519:" and 64 bytes, of which the public half names the key, and
// in hex an account that was never given a name (docs.near.org/protocol/access-keys).
func tellNEAR(in *Input, t *leak.Token) bool {
	encoded, ok := strings.CutPrefix(in.Secret, "ed25519:")
	b := fromBase58(encoded)
	if !ok || len(b) != ed25519.PrivateKeySize || !bytes.Equal(ed25519.NewKeyFromSeed(b[:ed25519.SeedSize]), b) {
		return false
	}
	t.Issuer, t.Kind, t.Checksum = "NEAR", "private key (Ed25519) of a NEAR account", leak.ChecksumValid
	t.Subject = "ed25519:" + toBase58(b[ed25519.SeedSize:])
	coins(t, false)
	return true
}

// walletRules find keys of which nothing more is known: address and network follow from
// arithmetic on curves that is not done here.
var walletRules = map[string]struct{ issuer, kind string }{
	"aptos-private-key": {"Aptos", "private key of an Aptos account"}, "sui-private-key": {"Sui", "private key of a Sui account"},
	"mina-private-key": {"Mina", "private key of a Mina account"}, "stellar-secret-seed": {"Stellar", "secret seed of a Stellar account"},
	"xrp-seed": {"XRP Ledger", "seed of an account of the XRP Ledger"}, "tezos-ed25519-seed": {"Tezos", "seed (Ed25519) of a Tezos account"},
	"tezos-ed25519-key": {"Tezos", "private key (Ed25519) of a Tezos account"}, "tezos-secp256k1-key": {"Tezos", "private key (secp256k1) of a Tezos account"},
	"tezos-p256-key": {"Tezos", "private key (P-256) of a Tezos account"}, "zcash-sapling-key": {"Zcash", "extended spending key (Sapling)"},
	"cardano-signing-key": {"Cardano", "signing key"}, "cardano-root-extended-key": {"Cardano", "root key of a wallet"},
	"cardano-account-extended-key": {"Cardano", "key of an account of a wallet"}, "cardano-address-extended-key": {"Cardano", "key of one address of a wallet"},
}

func tellWallet(in *Input, t *leak.Token) bool {
	if in.Is("nostr-private-key") {
		t.Issuer, t.Kind, t.NeverExpires = "Nostr", "private key (secp256k1) of a Nostr identity", true
		t.Grants = []string{"speaks as its owner, for ever: an identity of Nostr can not be revoked"}
		return true
	}
	w, ok := walletRules[in.Rule]
	if !ok {
		return false
	}
	t.Issuer, t.Kind = w.issuer, w.kind
	coins(t, false)
	if in.Is("cardano-root-extended-key") {
		risk(t, 1, "the master key of a wallet: all keys of all its accounts follow from it")
	}
	return true
}
