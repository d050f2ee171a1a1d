package scanner

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// inContent makes a finding of a secret that stands in a file.
func inContent(secret string) leak.Finding {
	return leak.Finding{
		Secret: leak.NewSecret(secret), Origin: leak.Origin{Kind: leak.KindFile, Path: "f"},
		Start: leak.Position{Line: 1, Column: 1},
	}
}

func maskerOf(secrets ...string) *masker {
	findings := make([]leak.Finding, len(secrets))
	for i, s := range secrets {
		findings[i] = inContent(s)
	}
	return newMasker(findings, nil)
}

func TestMaskedText(t *testing.T) {
	const hidden = "********"
	long := "abcdefghijklmnopqrstuvwxyz"
	long1 := "abcdefgh1jklmnopqrstuvwxyz"
	pem := "-----BEGIN KEY-----\nfirstLineOfTheKey1234\nsecondLineOfTheKey567\nshort\n-----END KEY-----"
	for name, c := range map[string]struct {
		secrets    []string
		text, want string
	}{
		"no secret":                          {nil, "any text", "any text"},
		"no text":                            {[]string{"hunter22"}, "", ""},
		"once":                               {[]string{"hunter22"}, "is hunter22!", "is " + hidden + "!"},
		"several times":                      {[]string{"hunter22"}, "hunter22hunter22 hunter22", hidden + hidden + " " + hidden},
		"at both ends":                       {[]string{"hunter22"}, "hunter22 or hunter22", hidden + " or " + hidden},
		"with the issuer's prefix":           {[]string{long}, "<" + long + ">", "<abcd" + hidden + ">"},
		"too short to look for":              {[]string{"abcd"}, "abcdef", "abcdef"},
		"as short as is looked for":          {[]string{"abcd1"}, "abcd1f", hidden + "f"},
		"cut off":                            {[]string{"hunter22"}, "hunter2", "hunter2"},
		"two":                                {[]string{"hunter22", "swordfish"}, "hunter22 swordfish", hidden + " " + hidden},
		"one inside another":                 {[]string{"defgh1", long1}, long1, "abcd" + hidden},
		"one that begins another":            {[]string{"abcdefgh1", long1}, long1 + " abcdefgh1.", "abcd" + hidden + " " + hidden + "."},
		"one that ends another":              {[]string{"vwxyz1", long1 + "vwxyz1"}, long1 + "vwxyz1", "abcd" + hidden},
		"the inner one by itself":            {[]string{"defgh1", long1}, "defgh1", hidden},
		"overlapping":                        {[]string{"abcdefg1", "fg1hijklm"}, "-abcdefg1hijklm-", "-" + hidden + "-"},
		"a chain of overlaps":                {[]string{"abcdefg1", "fg1hijk2m", "k2mnopqr"}, "-abcdefg1hijk2mnopqr-", "-" + hidden + "-"},
		"overlapping itself":                 {[]string{"a1a1a1"}, "-a1a1a1a1a-", "-" + hidden + "a-"},
		"quoted, with a line end":            {[]string{"hunter\n22"}, `msg "hunter\n22"`, `msg "` + hidden + `"`},
		"quoted, with quotes and controls":   {[]string{"hun\"ter\x1b\\2"}, strconv.Quote("hun\"ter\x1b\\2"), `"` + hidden + `"`},
		"in the path of a URL":               {[]string{"p@ss/w ord?"}, "x://h/" + url.PathEscape("p@ss/w ord?"), "x://h/" + hidden},
		"in the query of a URL":              {[]string{"p@ss/w ord?"}, "?p=" + url.QueryEscape("p@ss/w ord?") + "&q", "?p=" + hidden + "&q"},
		"of several lines":                   {[]string{pem}, "key " + pem + ".", "key ----" + hidden + "."},
		"of several lines, with CRLF":        {[]string{pem}, strings.ReplaceAll(pem, "\n", "\r\n"), "-----BEGIN KEY-----\r\n----" + hidden + "\r\n----" + hidden + "\r\nshort\r\n-----END KEY-----"},
		"of several lines, indented":         {[]string{pem}, "  secondLineOfTheKey567", "  ----" + hidden},
		"of several lines, written out":      {[]string{pem}, strings.ReplaceAll(pem, "\n", `\n`), "----" + hidden},
		"of several lines, a short one":      {[]string{pem}, "short", "short"},
		"a plain word by itself":             {[]string{"swordfish"}, "is 'swordfish', swordfish.", "is '" + hidden + "', " + hidden + "."},
		"a plain word in other words":        {[]string{"secret"}, "secrets secret_token my-secret2 SECRET", "secrets secret_token my-secret2 SECRET"},
		"many bytes a character":             {[]string{"пароль-секрет"}, "«пароль-секрет»", "«" + hidden + "»"},
		"not UTF-8":                          {[]string{"\xff\xfe\xfd\xfc\xfb"}, "a\xff\xfe\xfd\xfc\xfbb", "a" + hidden + "b"},
		"text that is masked already":        {[]string{long}, "abcd" + hidden, "abcd" + hidden},
		"a hundred secrets of one beginning": {manySecrets(100), "ghp_000099 ghp_000042", hidden + " " + hidden},
	} {
		t.Run(name, func(t *testing.T) {
			m := maskerOf(c.secrets...)
			got := m.text(c.text)
			assert.Equal(t, c.want, got)
			assert.Equal(t, got, m.text(got), "masking what is masked changes nothing")
			slices.Reverse(c.secrets)
			assert.Equal(t, c.want, maskerOf(c.secrets...).text(c.text), "in any order of findings")
		})
	}
}

func manySecrets(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("ghp_%06d", i))
	}
	return out
}

// Whatever the secrets are, no text shows one of them.
func FuzzNoSecretShows(f *testing.F) {
	f.Add("abcdefgh", "fghijklm", "xabcdefghijklm")
	f.Add("ababab", "babab", "abababababab")
	f.Add("a\nb\"c\\", "\xff\xff\xff\xff\xff", "a\\nb\\\"c\\\\ \xff\xff\xff\xff\xff")
	f.Fuzz(func(t *testing.T, a, b, text string) {
		got := maskerOf(a, b).text(text + a + b + a)
		for _, s := range []string{a, b} {
			// Stars may be in a secret too: those of a mask say nothing.
			if len(s) >= shortestMasked && !isWord(s) && !strings.Contains(s, "*") && !strings.Contains(text+a+b+a, "*") {
				if strings.Contains(got, s) {
					t.Fatalf("%q shows in %q", s, got)
				}
			}
		}
	})
}

// constant names the fields that hold no text from what was scanned.
var constant = []string{
	"Finding.Rule", "Finding.Description", "Finding.Severity", "Finding.Confidence", "Finding.Tags", "Finding.LineHash", "Finding.Via", "Finding.Fingerprint",
	"Part.Rule", "Origin.Kind", "Origin.Object", "Commit.ID", "Exposure.HeldBy", "Decision.By", "Skip.Reason", "ObjectCount.Type",
	"Run.Tool", "Run.Version", "Run.Mode", "Run.Revision", "Rule.ID", "Rule.Description", "Rule.Help", "Rule.Severity", "Rule.Refs", "Rule.Tags",
	"Rule.Graded", "Remote.Hosting", "Repository.Revision", "Finding.SecretID", "Token.Family", "Token.Environment", "Token.Checksum", "Token.Reach", "Binding.Kind",
	"Grade.Base", "Grade.Policy", "Blast.Account", "Verdict.State",
}

// A field that is added to a report later is either masked or in the list above.
func TestNoTextFieldOfAReportIsForgotten(t *testing.T) {
	const secret = "correct horse battery"
	r := &Result{
		Findings: []leak.Finding{inContent(secret)},
		Skips:    []leak.Skip{{}},
		Run:      leak.Run{Rules: []leak.Rule{{}}, Remotes: []leak.Remote{{}}, Repositories: []leak.Repository{{Remotes: []leak.Remote{{}}}}},
		Summary:  leak.Summary{Unused: []string{""}, Objects: []leak.ObjectCount{{}}},
	}
	f := &r.Findings[0]
	f.Exposure = leak.Exposure{First: &leak.Commit{}, Last: &leak.Commit{}}
	f.Parts = []leak.Part{{Secret: leak.NewSecret("another one")}}
	f.Token = &leak.Token{Binding: &leak.Binding{}, Details: []leak.Detail{{}}, Risks: []leak.Reason{{}}}
	f.Blast, f.Grade = &leak.Blast{}, &leak.Grade{Reasons: []leak.Reason{{}}}
	f.Verdict = &leak.Verdict{Details: []leak.Detail{{}}}
	texts := 0
	eachString(reflect.ValueOf(r), "", func(_ string, s reflect.Value) {
		s.SetString("the " + secret + " staple")
		texts++
	})
	require.Greater(t, texts, 40)
	r.mask(newMasker(r.Findings, nil))
	masked := 0
	eachString(reflect.ValueOf(r), "", func(name string, s reflect.Value) {
		if slices.Contains(constant, name) {
			return
		}
		masked++
		assert.Equal(t, "the corr******** staple", s.String(), name)
	})
	assert.Greater(t, masked, 15)
}

// eachString visits the strings in v; name is "Type.Field". Empty slices of
// strings are given one.
func eachString(v reflect.Value, name string, visit func(name string, s reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachString(v.Elem(), name, visit)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.String && v.Len() == 0 {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		}
		for i := range v.Len() {
			eachString(v.Index(i), name, visit)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[leak.Secret]() || v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			eachString(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.String:
		visit(name, v)
	}
}

func TestSharedValuesAreMaskedOnceEach(t *testing.T) {
	const secret = "correct horse battery"
	commit := &leak.Commit{Message: secret}
	refs := []string{secret}
	a, b := inContent(secret), inContent("swordfish")
	for _, f := range []*leak.Finding{&a, &b} {
		f.Exposure = leak.Exposure{First: commit, Last: commit, Refs: refs}
	}
	r := &Result{Findings: []leak.Finding{a, b}}
	r.mask(newMasker(r.Findings, nil))
	for _, f := range r.Findings {
		assert.Equal(t, "corr********", f.Exposure.First.Message)
		assert.Equal(t, []string{"corr********"}, f.Exposure.Refs)
	}
	assert.Equal(t, secret, commit.Message, "the source keeps its own")
	assert.Equal(t, []string{secret}, refs)
}

func TestNothingBecomesOfWhatIsNotThere(t *testing.T) {
	r := &Result{Findings: []leak.Finding{inContent("hunter22")}}
	r.mask(newMasker(r.Findings, nil))
	assert.Nil(t, r.Findings[0].Exposure.First)
	assert.Nil(t, r.Findings[0].Exposure.Refs, "an absent list stays absent in JSON")
	assert.Nil(t, r.Summary.Unused)
}

// What an allowlist knows for a placeholder is no reason to hide a word.
func TestPlaceholdersHideNoWords(t *testing.T) {
	placeholder, known := inContent("secret"), inContent("postgres")
	placeholder.Decision = leak.Decision{Suppressed: true, By: leak.SuppressedByAllowlist}
	known.Decision = leak.Decision{Suppressed: true, By: leak.SuppressedByBaseline}
	g := inContent("unrelated")
	g.Line = "the secret of postgres"
	r := &Result{Findings: []leak.Finding{placeholder, known, g}}
	r.mask(newMasker(r.Findings, nil))
	assert.Equal(t, "the secret of ********", r.Findings[2].Line)
}

// A mask in the middle of a path that everybody knows would tell the word, and
// hide the place of the finding.
func TestWordsStayInNames(t *testing.T) {
	weak := inContent("rails")
	weak.Origin.Path, weak.Line = "lib/rails/a.rb", "password: rails"
	weak.Exposure.Refs = []string{"refs/heads/rails"}
	strong := inContent("hunter22")
	strong.Origin.Path = "lib/hunter22"
	r := &Result{Findings: []leak.Finding{weak, strong}, Skips: []leak.Skip{{Origin: leak.Origin{Path: "rails/b"}}}, Run: leak.Run{Root: "/src/rails"}}
	r.mask(newMasker(r.Findings, nil))
	assert.Equal(t, "lib/rails/a.rb", r.Findings[0].Origin.Path)
	assert.Equal(t, "password: ********", r.Findings[0].Line)
	assert.Equal(t, []string{"refs/heads/rails"}, r.Findings[0].Exposure.Refs)
	assert.Equal(t, "lib/********", r.Findings[1].Origin.Path)
	assert.Equal(t, "rails/b", r.Skips[0].Origin.Path)
	assert.Equal(t, "/src/rails", r.Run.Root)

	t.Run("but not one that was found in a name", func(t *testing.T) {
		f := inContent("rails")
		name := leak.Finding{Secret: leak.NewSecret("rails"), Origin: leak.Origin{Kind: leak.KindPath, Path: "password=rails"}}
		r := &Result{Findings: []leak.Finding{f, name}}
		r.mask(newMasker(r.Findings, nil))
		assert.Equal(t, "password=********", r.Findings[1].Origin.Path)
	})
}

func TestSecretsOfPartsAndOfSuppressedFindingsAreMasked(t *testing.T) {
	f := inContent("swordfish")
	f.Decision.Suppressed = true
	f.Parts = []leak.Part{{Secret: leak.NewSecret("hunter22")}}
	g := inContent("unrelated")
	g.Line = "swordfish, hunter22"
	r := &Result{Findings: []leak.Finding{f, g}}
	r.mask(newMasker(r.Findings, nil))
	assert.Equal(t, "********, ********", r.Findings[1].Line)
}

// A rule that has a path and no expression finds a file, whose name the report
// must tell.
func TestAFileThatIsTheSecretKeepsItsName(t *testing.T) {
	o := leak.Origin{Kind: leak.KindFile, Path: "deploy/id_rsa_of_production"}
	r := &Result{Findings: []leak.Finding{{Secret: leak.NewSecret(o.Path), Origin: o}}}
	r.mask(newMasker(r.Findings, nil))
	assert.Equal(t, "deploy/id_rsa_of_production", r.Findings[0].Origin.Path)

	t.Run("but not when its name is a secret as well", func(t *testing.T) {
		name := leak.Finding{Secret: leak.NewSecret(o.Path), Origin: leak.Origin{Kind: leak.KindPath, Path: o.Path}}
		r := &Result{Findings: []leak.Finding{{Secret: leak.NewSecret(o.Path), Origin: o}, name}}
		r.mask(newMasker(r.Findings, nil))
		assert.Equal(t, "depl********", r.Findings[0].Origin.Path)
		assert.Equal(t, "depl********", r.Findings[1].Origin.Path)
	})
}
