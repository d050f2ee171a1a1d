package reporters

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Conclusion sums a run up in one line.
func Conclusion(s leak.Summary) string { return verdict(s) + allowed(s) + "; " + Receipt(s) }

func verdict(s leak.Summary) string {
	switch {
	case s.Findings > 0:
		return plural(s.Findings, "leak") + " found"
	case !s.Complete:
		return "no leaks found in what was read"
	}
	return "no leaks found"
}

func allowed(s leak.Summary) string {
	if s.Suppressed == 0 {
		return ""
	}
	return " (" + grouped(s.Suppressed) + " allowed)"
}

// Receipt says in one line what was read.
func Receipt(s leak.Summary) string {
	var parts []string
	for _, o := range s.Objects {
		switch {
		case o.Listed == 0:
		case o.Type == "missing":
			parts = append(parts, grouped(o.Listed)+" missing")
		case o.Skipped > 0:
			parts = append(parts, grouped(o.Scanned)+" of "+plural(o.Listed, noun(o.Type)))
		default:
			parts = append(parts, plural(o.Scanned, noun(o.Type)))
		}
	}
	what := "nothing to scan"
	if len(parts) > 0 {
		what = "scanned " + strings.Join(parts, ", ") + ", " + size(s.Bytes)
	}
	if s.Complete {
		return what + "; complete"
	}
	return what + "; INCOMPLETE: " + grouped(s.Skips) + " not read"
}

// noun is what one object of a type is called.
func noun(objectType string) string {
	switch objectType {
	case "reflog":
		return "reflog line"
	case "lfs":
		return "LFS object"
	case "unknown":
		return "unknown object"
	}
	return objectType
}

func plural(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return grouped(n) + " " + word
}

// grouped writes 1234567 as 1,234,567.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func size(n int64) string {
	const units = "kMGT"
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	f := float64(n) / 1000
	i := 0
	for f >= 999.95 && i < len(units)-1 {
		f /= 1000
		i++
	}
	return fmt.Sprintf("%.1f %cB", f, units[i])
}
