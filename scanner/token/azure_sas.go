package token

import (
	"slices"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Shared access signatures of Azure Storage
// (learn.microsoft.com/rest/api/storageservices/create-account-sas, /create-service-sas
// and /create-user-delegation-sas). What one grants stands in its parameters.
var _ = later(func() { register(Family{Name: "azure-sas", Tell: tellSAS}) })

// sasRights are the letters of sp, in words.
var sasRights = map[rune]string{
	'r': "read", 'a': "add", 'c': "create", 'w': "write", 'd': "delete", 'x': "delete versions",
	'y': "delete for good", 'l': "list", 't': "read and write tags", 'f': "find by tag", 'm': "move",
	'e': "execute", 'o': "change the owner", 'u': "update", 'i': "set immutability policies",
	'p': "process messages or change permissions",
}

var sasServices = map[rune]string{'b': "blobs", 'q': "queues", 't': "tables", 'f': "files"}

var sasResources = map[string]string{
	"b": "one blob", "bv": "one version of a blob", "bs": "one snapshot of a blob", "c": "a container", "d": "a directory",
	"f": "one file", "s": "a file share",
}

var sasLevels = map[rune]string{'s': "the service", 'c': "containers", 'o': "objects"}

func tellSAS(in *Input, t *leak.Token) bool {
	if !in.Is("azure-sas") && !mentions(in, "sig=") {
		return false
	}
	u := urlAround(in)
	q := u.query
	// Logic Apps sign their URLs in the same words, with versions that are no dates.
	if len(q["sv"]) != len("2024-05-04") || q["sp"] == "" && q["si"] == "" || !u.signs(in, "sig") {
		return false
	}
	t.Issuer = "Azure Storage"
	t.NotBefore, t.Expires = isoTime(q["st"]), isoTime(q["se"])
	for _, letter := range letters(q["sp"]) {
		t.Scopes = append(t.Scopes, string(letter))
	}
	if u.host != "" {
		at(t, u.host)
		t.Account = azureAccount(u.host)
	}
	detail(t, "Resource", u.path)
	tellSASKind(q, t)
	detail(t, "Version", q["sv"])
	if from := q["sip"]; from != "" {
		bindAddress(t, from)
	}
	if strings.Contains(q["spr"], "http,") || strings.HasSuffix(q["spr"], ",http") || q["spr"] == "" {
		risk(t, 0, "it works over plain HTTP too")
	}
	if policy := text(q["si"], 64); policy != "" {
		detail(t, "Stored access policy", policy)
		risk(t, 0, "deleting the stored access policy "+policy+" revokes it")
	}
	sayLongLife(t)
	return true
}

// tellSASKind says which of the three kinds a signature is, and what it grants.
func tellSASKind(q map[string]string, t *leak.Token) {
	rights := inWords(q["sp"], sasRights)
	if rights == "" {
		rights = "what its stored access policy allows"
	}
	on := sasResources[q["sr"]]
	switch {
	case q["ss"] != "" && q["srt"] != "":
		t.Kind = "account SAS"
		on = inWords(q["ss"], sasServices) + " of the whole account (" + inWords(q["srt"], sasLevels) + ")"
		risk(t, 0, "only a new account key revokes it")
		if strings.ContainsAny(q["sp"], "wd") && strings.Contains(q["srt"], "o") {
			risk(t, 1, "it writes or deletes everything in these services of the account")
		}
	case q["skoid"] != "":
		t.Kind, t.Lifetime = "user delegation SAS", 7*day
		t.Subject = text(q["skoid"], 40)
		detail(t, "Tenant", text(q["sktid"], 40))
		if end := isoTime(q["ske"]); end != nil && (t.Expires == nil || end.Before(*t.Expires)) {
			t.Expires = end // of the key that signed it
		}
		risk(t, 0, "revoking the user delegation keys of the account revokes it")
	default:
		t.Kind = "service SAS"
		risk(t, 0, "without a stored access policy, only a new account key revokes it")
		if one := q["sr"] == "b" || q["sr"] == "f"; one && q["sp"] == "r" {
			risk(t, -1, "it only reads one object")
		}
		if q["tn"] != "" {
			on = "table " + text(q["tn"], 64)
		}
	}
	if on == "" {
		on = "one resource"
	}
	t.Grants = []string{rights + ": " + on}
}

// letters returns the different letters of a parameter, of which there are few.
func letters(s string) (out []rune) {
	for _, r := range text(s, 40) {
		if r >= 'a' && r <= 'z' && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func inWords(s string, words map[rune]string) string {
	var out []string
	for _, r := range letters(s) {
		if words[r] != "" {
			out = append(out, words[r])
		}
	}
	return strings.Join(out, ", ")
}

// isoTime reads the forms of ISO 8601 that Azure takes.
func isoTime(s string) *time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02"} {
		if at, err := time.Parse(layout, s); err == nil {
			return date(at)
		}
	}
	return nil
}
