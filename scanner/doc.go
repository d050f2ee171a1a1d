// Package scanner puts the stages of leaksieve together: this comment is the
// architecture, scan.go the code.
//
// Values flow one way. A source (package source) lists what there is and hands
// each piece, a leak.Unit, to a detector (package detect), which returns findings
// with their place in the unit. Only then is asked where the unit stands: the
// source attributes findings to paths, commits and refs. What becomes of them is
// decided last (package decide), they are masked, sorted and reported.
//
//	source ▶ Unit ▶ detect ▶ Finding ▶ attribute ▶ decide ▶ mask ▶ reporters
//
// Whole objects are scanned and attributed afterwards, in every mode. A hook or
// a range keeps of the findings those on lines that no parent has. So no diff
// driver, attribute, colour setting or rename limit can hide anything, and all
// modes agree.
//
// "Clean" is a claim. Whatever was listed and not read is a leak.Skip: it stands
// in every report and makes the run incomplete.
//
// Goroutines live in the sources' walks (conc's pool); a worker number leads to
// each worker's own Scanner. Stages do not import one another.
package scanner
