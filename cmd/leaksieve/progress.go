package main

import (
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows objects and bytes on standard error while a scan runs. It is
// silent when standard error is no terminal.
//
// The time left goes by bytes as they are stored, of which each takes about the
// same time. Objects mislead: on rails, blobs are a quarter of the objects and take
// six tenths of the time.
type progress struct {
	bar     *progressbar.ProgressBar
	objects atomic.Int64
	read    atomic.Int64
	total   atomic.Int64
	placing bool // all is read
	stop    chan struct{}
	stopped chan struct{}
}

// newProgress starts to show progress, unless it is not wanted or not seen.
func (a *app) newProgress(off bool) *progress {
	p := &progress{}
	f, ok := a.stderr.(*os.File)
	if off || !ok || !term.IsTerminal(int(f.Fd())) {
		return p
	}
	p.bar = newBar(f)
	p.stop, p.stopped = make(chan struct{}), make(chan struct{})
	go p.run(f)
	return p
}

func newBar(f *os.File) *progressbar.ProgressBar {
	return progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(f),
		progressbar.OptionSetDescription("scanning"),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetElapsedTime(true),
		progressbar.OptionFullWidth(),
		progressbar.OptionUseANSICodes(true),
		progressbar.OptionSetSpinnerChangeInterval(0), // else a goroutine draws on when the bar is gone
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond),
	)
}

// run moves the bar now and then; the workers only count.
func (p *progress) run(f *os.File) {
	defer close(p.stopped)
	tick := time.NewTicker(150 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			p.show(f)
		case <-p.stop:
			return
		}
	}
}

// show moves the bar. When all is read, it remains to be found out where what was
// found stands: an eighth of the time on rails, and nobody knows beforehand.
func (p *progress) show(f *os.File) {
	read, total := p.read.Load(), p.total.Load()
	what := fmt.Sprintf("scanning %d objects", p.objects.Load())
	switch {
	case total == 0:
	case read < total-total/1000:
		what += fmt.Sprintf(", %d of %d MB", read/1e6, total/1e6)
		p.bar.ChangeMax64(total + total/7)
	case !p.placing:
		p.placing = true
		_ = p.bar.Clear()
		p.bar = newBar(f)
		fallthrough
	default:
		what = "finding out where it stands"
	}
	p.bar.Describe(what)
	_ = p.bar.Set64(read)
}

// Total implements scanner.Progress.
func (p *progress) Total(bytes int64) { p.total.Add(bytes) }

// Done implements scanner.Progress.
func (p *progress) Done(bytes int64) { p.read.Add(bytes) }

// Objects implements scanner.Progress.
func (p *progress) Objects(number int) { p.objects.Add(int64(number)) }

// done removes the bar.
func (p *progress) done() {
	if p.bar == nil {
		return
	}
	close(p.stop)
	<-p.stopped
	_ = p.bar.Clear()
	_ = p.bar.Exit()
}
