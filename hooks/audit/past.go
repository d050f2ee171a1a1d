package audit

import (
	"context"
	"errors"
	"io/fs"
)

// Past is an operation as the log has it.
type Past struct {
	Begun Record
	Ended *Record // nil: nobody wrote what became of it; see Pending
}

// Past returns the operations of a kind in the order in which they began; "" is every
// kind. A log that is not there has none.
func (l *Log) Past(ctx context.Context, action Action) ([]Past, error) {
	var past []Past
	at := map[string]int{}
	err := Read(ctx, l.o.Path, func(r Record) error {
		switch {
		case action != "" && r.Action != action:
		case r.Phase == Before:
			at[r.Operation] = len(past)
			past = append(past, Past{Begun: r})
		case r.Phase == After:
			if i, ok := at[r.Operation]; ok {
				past[i].Ended = &r
			}
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return past, err
}

// Pending returns, by the key of the subject, the last operation of a kind that began
// and did not end: a process died between the two lines, so that it may have been done
// and may not have been (or it runs at this moment; Record.Host and PID say where).
// One that was followed by another that did end is not pending.
func (l *Log) Pending(ctx context.Context, action Action) (map[string]Record, error) {
	past, err := l.Past(ctx, action)
	pending := map[string]Record{}
	for _, p := range past {
		if p.Ended == nil {
			pending[p.Begun.Key()] = p.Begun
		} else {
			delete(pending, p.Begun.Key())
		}
	}
	return pending, err
}

// Outcomes returns, by the key of the subject, how the last operation of a kind that
// ended did so.
func (l *Log) Outcomes(ctx context.Context, action Action) (map[string]Record, error) {
	past, err := l.Past(ctx, action)
	ended := map[string]Record{}
	for _, p := range past {
		if p.Ended != nil {
			ended[p.Begun.Key()] = *p.Ended
		}
	}
	return ended, err
}
