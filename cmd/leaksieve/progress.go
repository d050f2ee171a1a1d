package main

import (
	"os"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows objects and bytes on standard error while a scan runs. It is
// silent when standard error is no terminal.
type progress struct {
	bar     *progressbar.ProgressBar
	objects atomic.Int64
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
	p.bar = progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(f),
		progressbar.OptionSetDescription("scanning"),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("objects"),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond),
	)
	p.stop, p.stopped = make(chan struct{}), make(chan struct{})
	go p.run()
	return p
}

// run moves the bar now and then; the workers only count.
func (p *progress) run() {
	defer close(p.stopped)
	tick := time.NewTicker(150 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			_ = p.bar.Set64(p.objects.Load())
		case <-p.stop:
			return
		}
	}
}

// Total implements scanner.Progress.
func (p *progress) Total(objects int) {
	if p.bar != nil {
		p.bar.ChangeMax64(int64(objects))
	}
}

// Add implements scanner.Progress.
func (p *progress) Add(objects int) { p.objects.Add(int64(objects)) }

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
