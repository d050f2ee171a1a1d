package detect

import "github.com/leaksieve/leaksieve/rules"

// Scopes returns on how much of content each rule's expression is tried.
func Scopes(set *rules.Set) map[string]string {
	out := map[string]string{}
	for _, c := range New(set, Options{}).compiled {
		if !c.Content() {
			continue
		}
		c.prepare()
		out[c.ID] = map[scope]string{scopeWindow: "window", scopeLine: "line", scopeWhole: "whole"}[c.scope]
	}
	return out
}

// Gated returns a Detector all of whose keywords have gates when they are met anew.
func Gated(d *Detector) *Detector {
	d.common = 1
	return d
}
