package reporters

import (
	"maps"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// maxNamedSkips is how many things of one reason are named without --verbose.
const maxNamedSkips = 10

// skipCounts counts skips by reason.
type skipCounts map[leak.SkipReason]int

func (c skipCounts) reasons() []leak.SkipReason { return slices.Sorted(maps.Keys(c)) }

// Skip names what was not read, and of what was left out as the user wished only
// how much there is.
func (r *textReport) Skip(s leak.Skip) error {
	label, style := "not read:", yellow
	switch {
	case s.Expected && !r.o.Verbose:
		r.leftOut[s.Reason] += max(s.Count, 1)
		return r.err
	case s.Expected:
		label, style = "left out:", dim
	case r.named[s.Reason] == maxNamedSkips && !r.o.Verbose:
		r.unnamed[s.Reason] += max(s.Count, 1)
		return r.err
	default:
		r.named[s.Reason]++
	}
	r.printf("%s %s  %s\n", r.paint(style, label), Printable(skipInWords(s)), r.paint(dim, Printable(string(s.Reason))))
	return r.err
}

// endSkips counts what was not named.
func (r *textReport) endSkips() {
	for _, reason := range r.unnamed.reasons() {
		r.printf("%s %s more (%s); --verbose names all\n", r.paint(yellow, "not read:"), grouped(r.unnamed[reason]), Printable(string(reason)))
	}
	if len(r.leftOut) == 0 {
		return
	}
	n, reasons := 0, []string{}
	for _, reason := range r.leftOut.reasons() {
		n += r.leftOut[reason]
		reasons = append(reasons, string(reason))
	}
	r.printf("%s %s (%s); --verbose names all\n", r.paint(dim, "left out:"), grouped(n), Printable(strings.Join(reasons, ", ")))
}

func skipInWords(s leak.Skip) string {
	var parts []string
	for _, p := range []string{s.Origin.Repo, s.Origin.Path, s.Origin.Ref, s.Origin.Object} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if s.Count > 1 {
		parts = append(parts, grouped(s.Count)+" objects")
	}
	text := strings.Join(parts, " ")
	if text != "" && s.Detail != "" {
		text += ": "
	}
	return text + s.Detail
}
