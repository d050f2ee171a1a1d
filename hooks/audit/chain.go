package audit

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
)

// chain follows lines. What is no line is held until a recovery accounts for it.
type chain struct {
	head Head
	junk int       // bytes since the last line of the chain that are none of it
	sum  hash.Hash // over junk
}

func newChain(at Head) *chain { return &chain{head: at, sum: sha256.New()} }

// take reads a line, with its end if it has one. It reports whether that is the next
// line of the chain.
func (c *chain) take(raw []byte) (r Record, next bool, err error) {
	line, whole := bytes.CutSuffix(raw, []byte("\n"))
	r, err = decode(line)
	if err == nil && !whole {
		err = errNoLine
	}
	if err == nil && r.Seq == c.head.Count+1 && r.Prev == c.head.Hash && c.accounts(r.Torn) {
		c.restart(Head{r.Seq, r.Hash})
		return r, true, nil
	}
	c.junk += len(raw)
	_, _ = c.sum.Write(raw)
	return r, false, err
}

// accounts reports whether a line with t may come next.
func (c *chain) accounts(t *Torn) bool {
	if t == nil || c.junk == 0 {
		return t == nil && c.junk == 0
	}
	return t.Bytes == c.junk && t.SHA256 == hex.EncodeToString(c.sum.Sum(nil))
}

// restart goes on behind a line.
func (c *chain) restart(at Head) {
	c.head, c.junk = at, 0
	c.sum.Reset()
}

// eachLine calls fn with the lines of r, in pieces where one is longer than any of
// ours. The bytes are valid until fn returns.
func eachLine(r io.Reader, fn func(raw []byte) error) error {
	b := bufio.NewReaderSize(r, maxLine)
	for {
		raw, err := b.ReadSlice('\n')
		if len(raw) > 0 {
			if err := fn(raw); err != nil {
				return err
			}
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}
