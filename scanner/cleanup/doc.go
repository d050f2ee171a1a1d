// Package cleanup is about getting secrets out of a repository for good: what is
// to go (Target), where every byte of it stands (Search), what takes it out (Plan),
// and the proof afterwards, which is another Search.
//
// A Search knows no rules. It looks for the very bytes of the secrets, in every
// spelling in which they are written elsewhere, in everything that the source of a
// whole history reads: no keyword, no confidence, no allowlist and no decoder stands
// between a secret and its being noticed. So that the proof does not rest on what
// found the secrets in the first place.
//
// The history is rewritten by git filter-repo, which the user runs. The plan is files
// for its options and a text with the commands: nothing here changes a repository. How
// git filter-repo reads these files was tried with 2.47.0:
//
//   - A line of --replace-text ends at a line feed. It is split at its last "==>", so
//     that a literal may hold one, and any byte but a line feed. What has a line feed
//     is written as a regular expression of Python. All literals are replaced before
//     any expression.
//   - Blobs with a NUL in their first 8192 bytes are left as they are, which is all of
//     UTF-16, and every binary: what stands in them is overwritten by a callback, at
//     the same length, so that what comes after it stays where it was.
//   - In a mailmap a "#" begins a comment and no name holds "<"; --paths-from-file
//     takes a path for a folder too. Names, addresses and paths have callbacks instead.
//   - Messages of stashes in their reflog stay as they are; the stashes are rewritten.
package cleanup
