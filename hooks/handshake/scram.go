package handshake

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"encoding/base64"
	"hash"
	"strconv"
	"strings"
)

// scram is the client's side of SCRAM, RFC 5802 and RFC 7677, without channel binding.
type scram struct {
	hash     func() hash.Hash
	user     string // "" for PostgreSQL, which has it from the first message
	password string
	nonce    string

	bare      string // the client's first message without its header
	signature string // what the server has to prove with, in base64
}

// maxIterations keeps a server from having us compute for minutes; the ones in use are
// 4096 (PostgreSQL), 10000 and 15000 (MongoDB).
const maxIterations = 1_000_000

func newScram(h func() hash.Hash, user, password string) *scram {
	return &scram{hash: h, user: user, password: password, nonce: rand.Text()}
}

// first returns the client's first message; "n" says that it does not bind channels.
func (s *scram) first() string {
	user := strings.NewReplacer("=", "=3D", ",", "=2C").Replace(s.user)
	s.bare = "n=" + user + ",r=" + s.nonce
	return "n,," + s.bare
}

// final answers the server's first message.
func (s *scram) final(server string) (string, error) {
	f := attributes(server)
	salt, err := base64.StdEncoding.DecodeString(f["s"])
	rounds, err2 := strconv.Atoi(f["i"])
	if err != nil || err2 != nil || rounds < 1 || rounds > maxIterations || f["m"] != "" ||
		len(f["r"]) <= len(s.nonce) || !strings.HasPrefix(f["r"], s.nonce) {
		return "", errProtocol
	}
	salted, err := pbkdf2.Key(s.hash, s.password, salt, rounds, s.hash().Size())
	if err != nil {
		return "", errProtocol
	}
	without := "c=biws,r=" + f["r"] // "biws" is "n,," in base64
	message := s.bare + "," + server + "," + without
	clientKey := s.mac(salted, "Client Key")
	h := s.hash()
	h.Write(clientKey)
	proof := s.mac(h.Sum(nil), message)
	for i := range proof {
		proof[i] ^= clientKey[i]
	}
	s.signature = base64.StdEncoding.EncodeToString(s.mac(s.mac(salted, "Server Key"), message))
	return without + ",p=" + base64.StdEncoding.EncodeToString(proof), nil
}

// proved reports whether the server's last message shows that it knows the password
// too: one that does not may say what it likes.
func (s *scram) proved(server string) bool {
	v := attributes(server)["v"]
	return s.signature != "" && hmac.Equal([]byte(v), []byte(s.signature))
}

func (s *scram) mac(key []byte, text string) []byte {
	m := hmac.New(s.hash, key)
	m.Write([]byte(text))
	return m.Sum(nil)
}

func attributes(message string) map[string]string {
	out := map[string]string{}
	for part := range strings.SplitSeq(message, ",") {
		if name, value, ok := strings.Cut(part, "="); ok {
			out[name] = value
		}
	}
	return out
}
