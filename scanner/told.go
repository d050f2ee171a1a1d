package scanner

import (
	"sync"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// told are the texts of a report besides the lines of its findings. Of these, what
// a scan of a range or of the index leaves alone as nothing new is told all the
// same: the folder that a finding is in, who wrote it, a branch that holds it. So
// is where the scan took place, and what could not be read.
func (r *Result) told(yield func(string)) {
	all := func(texts ...string) {
		for _, t := range texts {
			yield(t)
		}
	}
	all(r.Run.Target, r.Run.Root, r.Run.Remote, r.Run.Branch)
	for _, remote := range r.Run.Remotes {
		all(remote.Name, remote.URL)
	}
	all(r.Summary.Unused...)
	for i := range r.Skips {
		o := &r.Skips[i].Origin
		all(o.Repo, o.Path, o.Ref, r.Skips[i].Detail)
	}
	commits := map[*leak.Commit]bool{nil: true}
	for i := range r.Findings {
		f := &r.Findings[i]
		all(f.Origin.Repo, f.Origin.Path, f.Origin.Ref, f.Decision.Reason)
		all(f.Exposure.Refs...)
		all(f.Exposure.Remotes...)
		all(f.Exposure.Authors...)
		for _, c := range []*leak.Commit{f.Exposure.First, f.Exposure.Last} {
			if !commits[c] {
				commits[c] = true
				all(c.Author, c.Email, c.Message)
			}
		}
	}
}

// hideTold adds the secrets in told to those that are hidden.
func (r *Result) hideTold(s *detect.Scanner, hidden map[leak.Secret]bool) {
	seen := map[string]bool{"": true}
	r.told(func(text string) {
		if !seen[text] {
			seen[text] = true
			addSecrets(s, text, hidden)
		}
	})
}

func addSecrets(s *detect.Scanner, text string, to map[leak.Secret]bool) {
	for _, f := range s.Scan(leak.Unit{Data: []byte(text)}) {
		to[f.Secret] = true
	}
	for _, h := range s.Hidden() {
		to[h] = true
	}
}

// HideSecrets returns a text that is told outside of any report, such as an error
// that repeats a line of a file, with what the rules find in it masked.
func HideSecrets(set *rules.Set, text string) string { return Hider(set)(text) }

// Hider is HideSecrets for many texts, from any number of goroutines.
func Hider(set *rules.Set) func(text string) string {
	s := detect.New(set, detect.Options{}).NewScanner()
	var mu sync.Mutex // of s
	return func(text string) string {
		secrets := map[leak.Secret]bool{}
		mu.Lock()
		addSecrets(s, text, secrets)
		mu.Unlock()
		return newMasker(nil, secrets).text(text)
	}
}
