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
// is 1032:1), nor than Options.MaxSize. Nothing but regular files is opened.
//
// # What is verified
//
// An object is given only if something vouches for its content:
//
//   - Read and loose objects: the content is hashed and must have the name.
//   - Walk in a pack with a version 2 index: the index must match its own
//     checksum, be sorted and be made for the pack; each entry must match the
//     index's CRC-32, which covers its header too. So each object is what the
//     writer of the index hashed, at a fraction of the cost of hashing 5 GB
//     again. An entry that does not match its CRC is hashed.
//   - Walk in a pack with a version 1 index, which keeps no CRC, or with a
//     damaged index: the content is hashed.
//
// What fails is read from another copy of the object, if there is a sound one.
// If there is none it becomes a Problem with its name, the pack and the offset,
// as does each delta that depends on it; the walk goes on. A damaged index, or
// one that does not belong to its pack, is a Problem with its path. So whatever
// the store lists is either visited or named.
//
// One lie is not found out: somebody who writes a pack with an index whose
// checksums are all right and whose names are wrong. Its content is scanned, but
// under a wrong name, and not if an earlier pack has an object of that name.
// `git fsck` hashes everything.
//
// # Completeness
//
// Git moves objects while a store is read: loose ones into a pack, those of one
// pack into another, unreachable ones out of a pack again. It makes the new file
// before it deletes the old one, so an object that is there all the while is at
// each moment in some file. Yet whoever lists one folder after the other may look
// in each when the object is in the other. Therefore Len, Walk and the like list
// the packs, then the loose objects, and begin again if in between a file has come
// into a folder of packs or gone, which the folder's time tells. If none has, then
// throughout the set of packs was the one listed. An object in one of those is
// listed; any other was throughout loose, so that its file was there from before
// its folder was read until after, and is listed. (Times are of the file system's
// ticks: a folder that was changed a tick ago is listed once that is past. A push
// moves loose objects out of a quarantine: that is listed before their new place.)
// Of a store in which packs come and go for seconds without such a pause the last
// listing is taken, with a Problem.
//
// What is listed in a pack can be read whatever happens: the pack is mapped. A
// loose object that is gone is read from a pack that came later, or is a Problem.
// So whatever is in the store from before the listing until after it is visited or
// named; so is what any ref or index names that was read before. What is pruned
// while the store is listed, which nothing names, may be left out.
//
// Read looks into packs, then for the loose file, and if it has found neither and
// packs have come since they were listed, again.
//
// The multi-pack-index is not read: it repeats what the packs' own indexes say,
// and those are always there.
//
// The formats are those of gitformat-pack(5) and gitformat-loose. The slow twins
// and the suite that both must pass are in package objectstest.
package objects
