package token

import (
	"math"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Hashes of passwords: crypt(5) of libxcrypt, the PHC string format, RFC 2307 schemes
// of LDAP, htpasswd of Apache, Django's and Cisco's. One is not the password: how hard
// it is to guess is in the scheme and its cost.
var _ = later(func() { register(Family{Name: "password-hash", Tell: tellHash}) })

// hashScheme is a scheme by its prefix. Slow ones were made to be slow.
type hashScheme struct {
	prefix string
	name   string
	slow   bool
	broken bool
	cost   func(fields []string) string // of what stands between "$"
}

var hashSchemes = []hashScheme{
	{prefix: "$argon2id$", name: "Argon2id", slow: true, cost: phcCost}, {prefix: "$argon2i$", name: "Argon2i", slow: true, cost: phcCost}, {prefix: "$argon2d$", name: "Argon2d", slow: true, cost: phcCost},
	{prefix: "$2a$", name: "bcrypt", slow: true, cost: bcryptCost}, {prefix: "$2b$", name: "bcrypt", slow: true, cost: bcryptCost}, {prefix: "$2y$", name: "bcrypt", slow: true, cost: bcryptCost},
	{prefix: "$y$", name: "yescrypt", slow: true}, {prefix: "$gy$", name: "gost-yescrypt", slow: true}, {prefix: "$7$", name: "scrypt", slow: true}, {prefix: "$scrypt$", name: "scrypt", slow: true, cost: phcCost},
	{prefix: "$6$", name: "sha512crypt", slow: true, cost: shaRounds}, {prefix: "$5$", name: "sha256crypt", slow: true, cost: shaRounds},
	{prefix: "$apr1$", name: "MD5 (Apache)", broken: true}, {prefix: "$1$", name: "md5crypt", broken: true}, {prefix: "$P$", name: "phpass", cost: phpassCost}, {prefix: "$H$", name: "phpass", cost: phpassCost},
	{prefix: "pbkdf2_sha256$", name: "PBKDF2 (Django)", slow: true, cost: djangoCost}, {prefix: "pbkdf2_sha1$", name: "PBKDF2 (Django)", slow: true, cost: djangoCost}, {prefix: "pbkdf2:", name: "PBKDF2 (Werkzeug)", slow: true}, {prefix: "scrypt:", name: "scrypt (Werkzeug)", slow: true},
	{prefix: "$pbkdf2-sha512$", name: "PBKDF2", slow: true}, {prefix: "$pbkdf2-sha256$", name: "PBKDF2", slow: true}, {prefix: "$pbkdf2$", name: "PBKDF2", slow: true},
	{prefix: "{SSHA512}", name: "salted SHA-512"}, {prefix: "{SSHA384}", name: "salted SHA-384"}, {prefix: "{SSHA256}", name: "salted SHA-256"}, {prefix: "{SSHA}", name: "salted SHA-1"},
	{prefix: "{SHA}", name: "SHA-1 without salt", broken: true}, {prefix: "{SMD5}", name: "salted MD5", broken: true}, {prefix: "{MD5}", name: "MD5 without salt", broken: true},
	{prefix: "{ARGON2}", name: "Argon2", slow: true}, {prefix: "{PBKDF2", name: "PBKDF2", slow: true}, {prefix: "SCRAM-SHA-256$", name: "SCRAM-SHA-256 (PostgreSQL)", slow: true, cost: scramCost},
}

func tellHash(in *Input, t *leak.Token) bool {
	s := in.Secret
	if len(s) < 20 || len(s) > 512 {
		return false
	}
	if inner, ok := strings.CutPrefix(s, "{CRYPT}"); ok {
		s = inner
	}
	scheme, ok := schemeByPrefix(in, s)
	if !ok {
		return false
	}
	t.Kind = "password hash (" + scheme.name + ")"
	if scheme.cost != nil {
		detail(t, "Cost", scheme.cost(strings.Split(s, "$")))
	}
	t.Subject = shownUser(userOfHash(in))
	switch {
	case scheme.broken:
		risk(t, 0, "a hash, but a fast one: most passwords behind it can be guessed")
	case scheme.slow:
		risk(t, -1, "a slow hash, not the password: only a weak password can be guessed")
	default:
		risk(t, 0, "a hash, not the password; weak passwords can be guessed")
	}
	return true
}

func schemeByPrefix(in *Input, s string) (hashScheme, bool) {
	if in.Is("cisco-password-hash") || strings.Contains(strings.ToLower(in.Match), "secret ") {
		switch { // Cisco IOS Security Command Reference, "enable secret"
		case strings.HasPrefix(s, "$8$"):
			return hashScheme{name: "PBKDF2, Cisco type 8", slow: true}, true
		case strings.HasPrefix(s, "$9$"):
			return hashScheme{name: "scrypt, Cisco type 9", slow: true}, true
		}
	}
	for _, h := range hashSchemes {
		if strings.HasPrefix(s, h.prefix) && !strings.ContainsAny(s, " \t\n\"'") {
			return h, true
		}
	}
	return hashScheme{}, false
}

// userOfHash returns the user of "user:hash", as in shadow(5) and htpasswd.
func userOfHash(in *Input) string {
	before, _, ok := strings.Cut(in.Lines, in.Secret)
	before = before[strings.LastIndexAny(before, " \t\n\"'`,")+1:]
	user, rest, colon := strings.Cut(before, ":")
	if !ok || !colon || rest != "" || len(user) > 64 {
		return ""
	}
	return user
}

// number returns a decimal number that stands in a hash, "" for what is none.
func number(s string) string {
	if n, err := strconv.ParseUint(s, 10, 32); err == nil {
		return strconv.FormatUint(n, 10)
	}
	return ""
}

func bcryptCost(f []string) string {
	if len(f) < 3 || number(f[2]) == "" {
		return ""
	}
	n, _ := strconv.Atoi(f[2])
	if n < 4 || n > 31 {
		return ""
	}
	return strconv.Itoa(n) + " (" + strconv.FormatFloat(math.Exp2(float64(n)), 'f', 0, 64) + " rounds)"
}

// shaRounds are those of sha256crypt and sha512crypt, 5000 unless it says otherwise.
func shaRounds(f []string) string {
	if len(f) > 2 {
		if n, ok := strings.CutPrefix(f[2], "rounds="); ok {
			return or(number(n), "unknown") + " rounds"
		}
	}
	return "5000 rounds"
}

// phcCost are the parameters of the PHC string format: "m=65536,t=3,p=4".
func phcCost(f []string) string {
	for _, part := range f[min(2, len(f)):] {
		if strings.Contains(part, "=") && strings.Contains(part, ",") && len(part) < 40 {
			if strings.Trim(part, "0123456789mtplnr=,") == "" {
				return part
			}
		}
	}
	return ""
}

func djangoCost(f []string) string {
	if len(f) > 1 && number(f[1]) != "" {
		return number(f[1]) + " rounds"
	}
	return ""
}

func scramCost(f []string) string {
	if len(f) > 1 {
		n, _, _ := strings.Cut(f[1], ":")
		if number(n) != "" {
			return number(n) + " rounds"
		}
	}
	return ""
}

const phpassDigits = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

func phpassCost(f []string) string {
	if len(f) > 2 && f[2] != "" {
		if n := strings.IndexByte(phpassDigits, f[2][0]); n >= 7 && n <= 30 {
			return strconv.Itoa(1<<n) + " rounds"
		}
	}
	return ""
}
