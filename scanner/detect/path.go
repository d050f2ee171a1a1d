package detect

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"sync"
)

// pathNames are the names of files that ScanPath may find something in.
type pathNames struct {
	once sync.Once
	any  bool             // a rule does not say which
	like []*regexp.Regexp // see lastPart
}

// WantsPath reports whether ScanPath may find something in a path that ends in a
// file of this name.
func (d *Detector) WantsPath(name []byte) bool {
	n := &d.names
	n.once.Do(func() {
		for _, r := range d.compiled {
			if r.Content() || r.Path == nil || r.SkipReport {
				continue
			}
			last := lastPart(r.Path.String())
			n.any = n.any || last == nil
			n.like = append(n.like, last)
		}
	})
	return n.any || slices.ContainsFunc(n.like, func(re *regexp.Regexp) bool { return re.Match(name) })
}

// lastPart returns the end of a path expression that can stand in the name of
// the file only, for it matches no slash and goes to the end; nil when the
// expression has no such end.
func lastPart(expr string) *regexp.Regexp {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil || re.Op != syntax.OpConcat || re.Sub[len(re.Sub)-1].Op != syntax.OpEndText {
		return nil
	}
	from := len(re.Sub) - 1
	for from > 0 && withoutSlash(re.Sub[from-1]) {
		from--
	}
	end := &syntax.Regexp{Op: syntax.OpConcat, Flags: re.Flags, Sub: re.Sub[from:]}
	if from > 0 && re.Sub[from-1].Op == syntax.OpLiteral { // one with a slash: the name begins in it
		lit := *re.Sub[from-1]
		for slices.Contains(lit.Rune, '/') {
			lit.Rune = lit.Rune[slices.Index(lit.Rune, '/')+1:]
		}
		end.Sub = append([]*syntax.Regexp{{Op: syntax.OpBeginText}, &lit}, end.Sub...)
	}
	last, err := regexp.Compile(end.String())
	if err != nil {
		return nil
	}
	return last
}

// withoutSlash reports whether no match of re holds a slash. What looks at its
// surroundings does not count, for these may be cut off.
func withoutSlash(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpLiteral:
		return !slices.Contains(re.Rune, '/')
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if re.Rune[i] <= '/' && '/' <= re.Rune[i+1] {
				return false
			}
		}
		return true
	case syntax.OpEmptyMatch:
		return true
	case syntax.OpCapture, syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat, syntax.OpConcat, syntax.OpAlternate:
		return !slices.ContainsFunc(re.Sub, func(sub *syntax.Regexp) bool { return !withoutSlash(sub) })
	}
	return false
}
