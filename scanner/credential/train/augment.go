package train

import (
	"math/rand"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/credential"
)

// Values in a corpus that may be shown are mostly random letters, and people choose
// words. WithWords adds to the passwords among examples ones as people make them: of
// words, with digits, marks and capitals, in the same places. The same examples give
// the same words.
func WithWords(examples []Example, language *credential.Language, words []string, weight float64) []Example {
	r := rand.New(rand.NewSource(1))
	word := func() string {
		if r.Intn(5) < 2 { // of another language, or a name
			return language.Invent(r, 4+r.Intn(7))
		}
		for {
			if w := words[r.Intn(len(words))]; len(w) >= 4 && len(w) <= 10 {
				return w
			}
		}
	}
	out := slices.Clone(examples)
	for _, e := range examples {
		if !e.Credential || len(e.Text()) > 24 || !strings.Contains(strings.ToLower(string(e.Candidate.Line[e.Name:e.NameEnd])), "pass") && r.Intn(3) > 0 {
			continue
		}
		value := password(r, word)
		if e.Quote == 0 {
			value = strings.ReplaceAll(value, " ", "-")
		}
		e.Candidate = e.WithValue(value)
		e.Weight = weight
		out = append(out, e)
	}
	return out
}

// password makes one of words.
func password(r *rand.Rand, word func() string) string {
	digits := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte('0' + r.Intn(10))
		}
		return string(b)
	}
	mark := func() string { return string("!@#&*-_.+?%"[r.Intn(11)]) }
	year := func() string { return []string{"19", "20", "201", "202"}[r.Intn(4)] + digits(2)[:1+r.Intn(2)] }
	title := func(w string) string { return strings.ToUpper(w[:1]) + w[1:] }
	switch r.Intn(16) {
	case 0:
		return word() + digits(1+r.Intn(4))
	case 1:
		return title(word()) + digits(2+r.Intn(3)) + mark()
	case 2:
		return word() + "-" + word()
	case 3:
		return leet(title(word())) + mark() + digits(1+r.Intn(3))
	case 4:
		return word() + word() + digits(2)
	case 5:
		return title(word()) + mark() + digits(2+r.Intn(3))
	case 6:
		return word() + mark() + word() + digits(2)
	case 7:
		return title(word()) + "@" + year()
	case 8:
		return title(word()) + title(word()) + digits(1+r.Intn(3)) + mark()
	case 9:
		return leet(word()) + digits(2)
	case 10:
		return word() + "-" + word() + "-" + word()
	case 11:
		return word() + word()
	case 12:
		return word() + " " + word() + " " + word()
	case 13:
		return title(word()) + title(word()) + title(word())
	case 14:
		return strings.Join([]string{word(), word(), word(), word()}, []string{"-", " ", "_", "."}[r.Intn(4)])
	}
	return word() + digits(1) + "-" + word()
}

func leet(w string) string {
	return strings.NewReplacer("a", "4", "e", "3", "o", "0", "i", "1", "s", "5").Replace(w)
}
