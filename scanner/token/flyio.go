package token

import (
	"math/bits"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Tokens of Fly.io (fly.io/docs/security/tokens): macaroons whose caveats say what
// they are limited to, in MessagePack (github.com/superfly/macaroon: macaroon.go,
// caveat.go, flyio/caveats.go, resset/action.go).
var _ = later(func() { register(Family{Name: "flyio", Tell: tellFly}) })

// Types of caveats.
const (
	flyOrganization = 0
	flyApps         = 3
	flyValidity     = 4
	flyMachines     = 7
	flyUser         = 8
	flyThirdParty   = 11
	flyFromMachine  = 15
)

func tellFly(in *Input, t *leak.Token) bool {
	prefix, body, _ := strings.Cut(strings.TrimPrefix(in.Secret, "FlyV1 "), "_")
	switch prefix {
	case "fo1":
		if len(body) < 40 {
			return false
		}
		t.Issuer, t.Kind = "Fly.io", "personal access token"
		t.Grants = []string{"everything that its owner may do, in all organisations"}
		return true
	case "fm1a":
		t.Kind = "discharge of a token: proof of who uses it"
	case "fm1r", "fm2":
		t.Kind = "access token (macaroon)"
	default:
		return false
	}
	body, _, _ = strings.Cut(body, ",") // others may follow that it needs
	b, ok := unbase64(body)
	if !ok || len(body) < 40 && !in.Is("flyio-access-token") {
		return in.Is("flyio-access-token") && sayFly(t)
	}
	// nonce, location, caveats, signature
	fields, ok := decodeMsgpack(b).([]any)
	if ok && len(fields) == 4 {
		location, _ := fields[1].(string)
		detail(t, "Location", text(location, maxText))
		tellCaveats(fields[2], t)
	}
	return sayFly(t)
}

func sayFly(t *leak.Token) bool {
	t.Issuer = "Fly.io"
	if len(t.Grants) == 0 {
		t.Grants = []string{"applications and machines of an organisation, within its caveats"}
	}
	return true
}

// tellCaveats tells a list of pairs of a type and a body.
func tellCaveats(v any, t *leak.Token) {
	caveats, _ := v.([]any)
	bounded := false
	for i := 0; i+1 < len(caveats) && i < 2*maxList; i += 2 {
		number, ok := caveats[i].(uint64)
		fields, _ := caveats[i+1].([]any)
		if !ok || len(fields) == 0 {
			continue
		}
		switch number {
		case flyOrganization:
			if id, ok := fields[0].(uint64); ok && len(fields) == 2 {
				t.Account = strconv.FormatUint(id, 10)
				t.Grants = append(t.Grants, "organisation "+t.Account+": "+flyActions(fields[1]))
			}
		case flyApps:
			tellResources("application", fields[0], t)
		case flyMachines:
			tellResources("machine", fields[0], t)
		case flyValidity:
			if len(fields) == 2 {
				from, to := msgpackTime(fields[0]), msgpackTime(fields[1])
				t.NotBefore, t.Expires = seconds(from), seconds(to)
				bounded = true
			}
		case flyUser:
			if id, ok := fields[0].(uint64); ok {
				t.Subject = "user " + strconv.FormatUint(id, 10)
			}
		case flyFromMachine:
			if id, ok := fields[0].(string); ok {
				t.Binding = &leak.Binding{Kind: "address", To: "machine " + text(id, 40), Note: "it works from one machine only"}
				risk(t, -1, t.Binding.Note)
			}
		case flyThirdParty:
			risk(t, 0, "it needs a discharge from another service too")
		}
	}
	if sayLongLife(t); !bounded {
		t.NeverExpires = true
		risk(t, 1, "it has no caveat of time: it never expires")
	}
}

// tellResources tells a map of ids and what may be done to them; 0 and "" stand for
// all.
func tellResources(what string, v any, t *leak.Token) {
	pairs, _ := v.([]any)
	for i := 0; i+1 < len(pairs) && i < 20; i += 2 {
		id := ""
		switch v := pairs[i].(type) {
		case uint64:
			id = strconv.FormatUint(v, 10)
		case string:
			id = text(v, 40)
		}
		if id == "" || id == "0" {
			id = "all"
		}
		t.Grants = append(t.Grants, what+" "+id+": "+flyActions(pairs[i+1]))
	}
}

// flyActions says the bits of a mask in words.
func flyActions(v any) string {
	mask, _ := v.(uint64)
	names := []string{"read", "write", "create", "delete", "control"}
	if mask&0x1f == 0x1f {
		return "everything"
	}
	var out []string
	for ; mask&0x1f != 0; mask &= mask - 1 {
		if n := bits.TrailingZeros64(mask); n < len(names) {
			out = append(out, names[n])
		}
	}
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, ", ")
}

func msgpackTime(v any) float64 {
	n, _ := v.(uint64)
	return float64(n)
}
