package source

import "github.com/leaksieve/leaksieve/scanner/leak"

// unplaced merges the findings of a scan that was stopped before it knew where
// blobs stand: one for each rule and secret, in the whole repository or, where a
// path or ref is known, there. Of its versions it is that with the smallest id,
// so that the order in which they were read does not tell.
func unplaced(findings []leak.Finding) (out []leak.Finding) {
	at := map[keyed]int{}
	versions := map[keyed]map[string]bool{}
	for _, f := range findings {
		k := keyOf(&f)
		i, ok := at[k]
		switch {
		case !ok:
			at[k] = len(out)
			out = append(out, f)
			versions[k] = map[string]bool{}
		case f.Origin.Object < out[i].Origin.Object, f.Origin.Object == out[i].Origin.Object && f.Start.Offset < out[i].Start.Offset:
			out[i] = f
		}
		versions[k][f.Origin.Object] = true
	}
	for i := range out {
		out[i].Exposure.Occurrences = len(versions[keyOf(&out[i])])
	}
	return out
}

// keyed is what findings have in common that are one in a report.
type keyed struct {
	rule, secret, path, ref string
	kind                    leak.Kind
}

func keyOf(f *leak.Finding) keyed {
	return keyed{f.Rule, f.Secret.Reveal(), f.Origin.Path, f.Origin.Ref, f.Origin.Kind}
}
