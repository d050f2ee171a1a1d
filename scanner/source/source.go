// Package source is where content comes from: one file a kind. A source lists
// what there is, hands each piece to a Sink and says of what it could not read
// why not. It knows nothing of rules.
//
// In git, objects are scanned once each, wherever they stand; where that is
// comes afterwards, and only for those with findings (Attribute).
package source

import (
	"context"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Sink receives what a source reads. Its methods may be called from several
// goroutines at once; a worker number is below the number of jobs, and no two
// calls of Unit at a time have the same.
type Sink interface {
	// Unit scans a unit and returns how many findings it has. The data may be
	// reused once it returns.
	Unit(worker int, u leak.Unit) (findings int)
	// Skip records something listed and not read.
	Skip(s leak.Skip)
	// Count adds to the account of a type of object.
	Count(objectType string, listed, scanned int)
	// Total says how many bytes, as they are stored, are about to be read, when that
	// is known; Done, how many more of these were dealt with. Time goes by them
	// rather than by objects: a tree that is a delta costs little.
	Total(bytes int64)
	Done(bytes int64)
}

// DeltaSink is a Sink that looks at what content has not of a base that it has
// seen before.
type DeltaSink interface {
	Sink
	// Delta does what Unit does. trace is what it wants to be given as d.Base with
	// content that is made of u; d is nil for content without a base.
	Delta(worker int, u leak.Unit, d *leak.Delta) (trace any, findings int)
}

// PathSink is a Sink that may find a file by its path alone: a Unit without Data.
// Where paths are known only in the end, as in a history, it tells beforehand
// which are worth keeping.
type PathSink interface {
	Sink
	// WantsPath reports whether a path that ends in a file of this name may be a
	// finding. It may be called from several goroutines at once.
	WantsPath(name []byte) bool
}

// Source is what one run scans.
type Source interface {
	// Scan reads everything with at most jobs goroutines. The error is for
	// what makes the scan impossible as a whole; ctx's error when cancelled.
	Scan(ctx context.Context, jobs int, sink Sink) error
}

// Attributor is a Source that can say afterwards where findings stand.
type Attributor interface {
	// Attribute returns the findings with their Origin and Exposure filled in;
	// one may become several (an object at several paths), several may become
	// one (a secret in many versions of a file). It is called once, after Scan,
	// also after a Scan that was cancelled.
	Attribute(findings []leak.Finding) []leak.Finding
}
