package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Whatever stands in the headers of a commit or tag is among its texts, wherever
// no git would write it.
func TestTextsOf(t *testing.T) {
	const id = "0123456789012345678901234567890123456789"
	for name, c := range map[string]struct {
		head, headers string
		people        []string
	}{
		"as git writes it":           {"tree " + id + "\nparent " + id + "\nauthor A <a@b> 1 +0000\ncommitter C <c@d> -1 -051800", "", []string{"A <a@b>", "C <c@d>"}},
		"a tag":                      {"object " + id + "\ntype commit\ntag v1\ntagger A <a@b> 1 +0000", "tag v1", []string{"A <a@b>"}},
		"others":                     {"encoding KEY\ngpgsig one\n KEY", "encoding KEY\ngpgsig one\n KEY", nil},
		"behind a date":              {"author A <a@b> 1 +0000 KEY", " 1 +0000 KEY", []string{"A <a@b>"}},
		"in place of a date":         {"author A <a@b> KEY", " KEY", []string{"A <a@b>"}},
		"without a date":             {"tagger A <a@b>", "", []string{"A <a@b>"}},
		"between two ends":           {"author A <a@b> KEY > 1 +0000", " KEY > 1 +0000", []string{"A <a@b>"}},
		"without an address":         {"author KEY 1 +0000", "", []string{"KEY 1 +0000 <>"}},
		"an address that is not one": {"author A > KEY < 1", "", []string{"A > KEY < 1 <>"}},
		"behind an object's name":    {"tree " + id + " KEY", "tree " + id + " KEY", nil},
		"in place of one":            {"parent KEY\ntype KEY", "parent KEY\ntype KEY", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := textsOf([]byte(c.head + "\n\nmessage\n\nmore"))
			var people []string
			for _, p := range got.people {
				people = append(people, string(appendWho(nil, p)))
			}
			assert.Equal(t, c.people, people)
			assert.Equal(t, c.headers, strings.TrimSuffix(string(got.headers), "\n"))
			assert.Contains(t, string(got.message), "message\n\nmore")
		})
	}
}
