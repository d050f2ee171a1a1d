package detect

import "github.com/leaksieve/leaksieve/scanner/leak"

// secrets are those that were made last, by value: the versions of a file have
// most of them in common, and so share their memory too.
type secrets map[string]leak.Secret

const maxSecrets = 1 << 12

// of returns data as a secret.
func (c *secrets) of(data []byte) leak.Secret {
	if s, ok := (*c)[string(data)]; ok {
		return s
	}
	if *c == nil || len(*c) == maxSecrets {
		*c = secrets{}
	}
	s := leak.NewSecret(string(data))
	(*c)[string(data)] = s
	return s
}
