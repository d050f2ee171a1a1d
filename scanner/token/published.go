package token

// publishedKeys are pairs of keys that stand in documentation, by the first 8 bytes of
// the SHA-256 of their public half (SPKI). One that has let such a key into a machine
// has another problem than this leak.
var publishedKeys = map[string]string{
	"bde93142b0780b2a": "the insecure key of Vagrant (github.com/hashicorp/vagrant, keys)",
	"8fb6bad671cfe698": "RFC 9500, section 2.1",
	"a1e9156054e04fac": "RFC 8410, section 10.3",
	"06e3fd8fda29bb60": "RFC 8032, section 7.1",
}
