// Package scanner puts the stages of leaksieve together: this comment is the
// architecture, scan.go the code.
//
// Values flow one way. A source (package source) lists what there is and hands
// each piece, a leak.Unit, to a detector (package detect), which returns findings
// with their place in the unit. Only then is asked where the unit stands: the
// source attributes findings to paths, commits and refs. What becomes of them is
// decided (package decide), what their tokens tell is read (package token), who shares
// them and how urgent they are is found out over all of them, they are masked and
// reported. Several repositories are scanned one after another and put together
// (combine.go).
//
//	source ▶ Unit ▶ detect ▶ Finding ▶ attribute ▶ decide ▶ token ▶ share ▶ grade ▶ mask ▶ reporters
//
// All of this is offline. What acts in the world stands in the packages below hooks,
// which know nothing of a scan but its findings: verify fills in Finding.Verdict, and the
// findings are graded anew.
//
// Whole objects are scanned and attributed afterwards, in every mode. A hook or
// a range keeps of the findings those on lines that no parent has. So no diff
// driver, attribute, colour setting or rename limit can hide anything, and all
// modes agree.
//
// "Clean" is a claim. Whatever was listed and not read is a leak.Skip: it stands
// in every report and makes the run incomplete.
//
// Where the time of a long history goes, and why it is short: each entry of a pack
// is inflated once, deltas after their bases (internal/objects, internal/inflate).
// Of a blob that is a delta only what it inserts is looked at, and the rest is
// carried over (detect, delta.go); of a tree only the entries that its base has not
// (internal/history, record.go). Keywords are found at gigabytes a second
// (internal/multimatch), and most are turned down by a byte or two beside them
// before an expression is tried (detect, reject.go). Where a finding stands is asked
// only for blobs that have one. Messages have to be read anyway, so that the graph
// of commits costs next to nothing and no commit-graph file is read for it.
//
// A hook waits for the start as well, and there are hundreds of rules: they are data
// that the compiler has laid out (rules, builtin_rules.go). Of a rule's expression
// nothing is looked at before a keyword of it is met, and what stands beside the
// keyword is compiled before the expression itself is.
//
// Every fast part has a slow twin that says what is right: Naive in multimatch and
// detect, git cat-file and go-git in objectstest, compress/flate beside inflate. The
// whole walk is compared with go-git and whole searches in oracle_test.go, on
// made-up histories and, with LEAKSIEVE_ORACLE=REPO, on any repository.
//
// Goroutines live in the sources' walks (conc's pool); a worker number leads to
// each worker's own Scanner. Stages do not import one another.
package scanner
