// Package objects reads git's object store: packs, their indexes, loose
// objects and alternates, in SHA-1 and SHA-256 repositories.
//
// A scanner reads every object once, and a pack is cheap to read only in the
// order in which its deltas depend on one another. Walk therefore goes through
// each pack as `git index-pack` does: a base first, then everything that is a
// delta against it, so that each entry is inflated once and no chain is ever
// followed twice. Read serves single objects, for hooks and for ranges.
//
// Everything read is hostile. A size in a header is a claim: no more is
// allocated than the compressed bytes could possibly hold (deflate's best ratio
// is 1032:1). Entries are checked against the CRC-32 that a version 2 index
// keeps. What cannot be read is reported as a Problem and the walk goes on.
//
// The formats are those of gitformat-pack(5) and gitformat-loose; the slow twin,
// which reads through go-git, is in gogit.go.
package objects
