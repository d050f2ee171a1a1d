package revoke

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/leaksieve/leaksieve/hooks/audit"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Verifier asks the issuer of a finding whether its secret lives, and keeps a record of
// that. asked is false where there is nobody to ask.
type Verifier func(ctx context.Context, f leak.Finding) (v leak.Verdict, asked bool, err error)

// Sleep waits; it returns ctx's error.
type Sleep func(ctx context.Context, d time.Duration) error

// How long is waited before the issuer is asked whether what it took back lives still:
// after an answer that it is done, and after one that it is going to be.
var (
	pausesOnce     = []time.Duration{0}
	pausesDone     = []time.Duration{0, time.Second, 3 * time.Second}
	pausesAccepted = []time.Duration{0, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}
)

// asyncTime is how long an issuer may take that does it later.
const asyncTime = 15 * time.Second

// Do does what is planned, one step after another, and tells report of each that it is
// done with. Between steps it stops when ctx ends: those that are left have no Answer.
// A step that has begun is brought to its end, but for waiting. An error means that the audit log cannot
// be written; nothing is sent from there on.
func Do(ctx context.Context, o *Options, steps []*Step, report func(*Step)) error {
	done := map[*Step]bool{}
	for i, s := range steps {
		if done[s] || s.Status != Ready && s.Status != Open {
			continue
		}
		if ctx.Err() != nil {
			return nil
		}
		together := s.together(steps[i:])
		if err := o.do(ctx, together); err != nil {
			return err
		}
		for _, s := range together {
			if done[s] = true; s.Answer.Outcome != "" {
				report(s)
			}
		}
	}
	return nil
}

// together returns the step with those behind it that one request takes as well.
func (s *Step) together(steps []*Step) []*Step {
	out := []*Step{s}
	for _, t := range steps[1:] {
		if len(out) < s.Way.Most && t.Way == s.Way && (t.Status == Ready || t.Status == Open) {
			out = append(out, t)
		}
	}
	return out
}

// do does steps that one request is for.
func (o *Options) do(ctx context.Context, steps []*Step) error {
	steps, err := o.resumeAll(ctx, steps)
	if err != nil || len(steps) == 0 || ctx.Err() != nil {
		return err
	}
	ops := make([]*audit.Operation, len(steps))
	for i, s := range steps {
		if ops[i], err = o.Log.Begin(context.WithoutCancel(ctx), s.entry(s.Way.Does)); err != nil {
			return err
		}
		if s.id == "" {
			s.id = ops[i].ID()
		}
	}
	answer := send(context.WithoutCancel(ctx), o, steps)
	for i, s := range steps {
		s.Answer = answer
		if err := o.confirm(ctx, s); err != nil {
			return err
		}
		if err := ops[i].End(s.Answer.outcome()); err != nil {
			return err
		}
	}
	return nil
}

func (s *Step) entry(detail string) audit.Entry {
	e := audit.Entry{Action: audit.Revoke, Subject: s.Subject(), Issuer: s.Way.Name, Detail: detail}
	if s.Way.Kind == Callback {
		e.Action = audit.Callback
	}
	if len(s.Hosts) > 0 {
		e.Target = s.Hosts[0]
	}
	return e
}

// outcome is an Answer as the audit log has it.
func (a Answer) outcome() audit.Outcome {
	out := audit.Outcome{Detail: string(a.Outcome)}
	if a.Reason != "" {
		out.Detail += ": " + a.Reason
	}
	switch a.Outcome {
	case Revoked, Dead:
		out.Result = audit.Done
	case Refused:
		out.Result = audit.Unsupported
	case Failed:
		out.Result = audit.Failed
	default:
		out.Result = audit.Unknown
	}
	return out
}

// send goes to each host that the secrets may be of, until one takes them back.
func send(ctx context.Context, o *Options, steps []*Step) (a Answer) {
	s, w := steps[0], steps[0].Way
	if w.Kind != Self {
		return w.Do(ctx, &Net{client: o.Client}, s)
	}
	for _, c := range s.ways {
		if n := (&Net{c, o.Client}); len(steps) > 1 {
			a = w.DoAll(ctx, n, steps)
		} else {
			a = w.Do(ctx, n, s)
		}
		if a.Outcome != Dead {
			return a
		}
		if w.Local && !c.Named() {
			a = Answer{Failed, fmt.Sprintf("%s does not know it (%s), another host may: name its host in [revoke.hosts], as %s", c.Host(), a.Reason, w.Name)}
		}
	}
	return a
}

// resumeAll returns those of the steps that are to be sent.
func (o *Options) resumeAll(ctx context.Context, steps []*Step) (out []*Step, err error) {
	for _, s := range steps {
		send := true
		if s.Status == Open {
			if send, err = o.resume(ctx, s); err != nil {
				return nil, err
			}
		}
		if send {
			out = append(out, s)
		}
	}
	return out, nil
}

// resume says of what was begun and not ended whether it is to be sent. Else s.Answer is
// what is known of it.
func (o *Options) resume(ctx context.Context, s *Step) (send bool, err error) {
	pauses := pausesOnce
	if s.Way.Async && time.Since(s.begun) < asyncTime {
		pauses = pausesAccepted
	}
	state, asked, err := o.alive(ctx, s, pauses)
	switch {
	case err != nil:
		return false, err
	case state == leak.StateInactive:
		s.Answer = Answer{Dead, "it was begun before, and does not live any more"}
		return false, o.note(ctx, s)
	case state == leak.StateActive:
		return true, nil
	case asked:
		s.Answer = Answer{Unknown, s.Why + "; whether it lives could not be asked"}
		return false, nil
	case s.Way.Kind == Self, s.Way.repeats():
		// Nobody can be asked; the request itself tells: a secret that is taken back
		// cannot do it a second time.
		return true, nil
	}
	s.Answer = Answer{Unknown, s.Why + "; nobody can be asked, --again does it once more"}
	return false, nil
}

// note writes into the log what was found out without doing anything.
func (o *Options) note(ctx context.Context, s *Step) error {
	op, err := o.Log.Begin(context.WithoutCancel(ctx), s.entry("nothing is sent: it was begun before"))
	if err != nil {
		return err
	}
	return op.End(s.Answer.outcome())
}

// confirm asks whether what was sent has come about.
func (o *Options) confirm(ctx context.Context, s *Step) error {
	a := &s.Answer
	pauses := pausesDone
	switch a.Outcome {
	case Accepted:
		pauses = pausesAccepted
	case Refused, Failed:
		return nil
	}
	state, asked, err := o.alive(ctx, s, pauses)
	if err != nil {
		return err
	}
	switch {
	case state == leak.StateInactive:
		if a.Outcome != Dead {
			a.Outcome = Revoked
		}
		a.Reason += "; asked, and it is dead"
	case state == leak.StateActive && a.Outcome == Dead:
		*a = Answer{Refused, a.Reason + ", but it lives"}
	case state == leak.StateActive && a.Outcome == Unknown:
		*a = Answer{Failed, a.Reason + "; asked, and it lives"}
	case state == leak.StateActive && a.Outcome == Revoked:
		*a = Answer{Unknown, a.Reason + ", but it lives; is there a delay? run it again later"}
	case state == leak.StateActive:
		a.Reason += "; it lives yet, run it again later"
	case !asked && a.Outcome == Accepted:
		*a = Answer{Revoked, a.Reason + ": the issuer is going to; it cannot be asked"}
	case asked && a.Outcome == Dead:
		*a = Answer{Unknown, a.Reason + "; whether it lives could not be asked"}
	case asked:
		a.Reason += "; whether it lives could not be asked"
	case a.Outcome == Dead && !slices.ContainsFunc(s.Findings, func(f leak.Finding) bool { return !f.Loose() }):
		*a = Answer{Unknown, a.Reason + "; what was sent with it stands some lines away and may be another's"}
	}
	return nil
}

// alive asks until the issuer says that a secret is dead, at most as often as there are
// pauses, and once if ctx has ended. asked is false where there is nobody to ask.
func (o *Options) alive(ctx context.Context, s *Step, pauses []time.Duration) (state leak.State, asked bool, err error) {
	if o.Verifier == nil {
		return leak.StateUnknown, false, nil
	}
	f := *s.First()
	f.Parts, f.Token = nil, s.Cred.Token
	for _, g := range s.Findings { // with the most that was found beside it
		if len(g.Parts) > len(f.Parts) {
			f.Parts = g.Parts
		}
	}
	for _, d := range pauses {
		if d > 0 {
			if o.Sleep(ctx, d) != nil {
				break // interrupted
			}
		}
		v, ok, err := o.Verifier(context.WithoutCancel(ctx), f)
		if err != nil {
			return leak.StateUnknown, true, err
		}
		if !ok {
			return leak.StateUnknown, false, nil
		}
		state, asked = v.State, true
		if state == leak.StateInactive {
			break
		}
	}
	return state, asked, nil
}
