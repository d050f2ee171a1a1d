package objects

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zlib"
)

// maxLooseHeader is more than "commit 18446744073709551615\x00" needs.
const maxLooseHeader = 32

// listLoose returns the ids of the loose objects below an objects directory whose
// folders begin with fanPrefix, sorted, and what could not be listed. Files that are not named like objects
// are not objects; nor are links that lead where nothing is to be read.
func (s *Store) listLoose(dir, fanPrefix string) (ids []ID, problems []Problem) {
	fans, err := os.ReadDir(dir)
	if err != nil {
		problems = append(problems, Problem{Path: dir, Err: fmt.Errorf("listing loose objects: %w", err)})
	}
	for _, fan := range fans {
		if len(fan.Name()) != 2 || !isLowerHex(fan.Name()) || !strings.HasPrefix(fan.Name(), fanPrefix) {
			continue
		}
		path := filepath.Join(dir, fan.Name())
		if !s.linksInside(dir, fan) {
			problems = append(problems, Problem{Path: path, Err: ErrOutside})
			continue
		}
		files, err := os.ReadDir(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) { // else pruned while we looked
			problems = append(problems, Problem{Path: path, Err: fmt.Errorf("listing loose objects: %w", err)})
		}
		for _, f := range files {
			if len(f.Name()) != 2*s.hashSize-2 || !isLowerHex(f.Name()) {
				continue
			}
			if !s.linksInside(path, f) {
				problems = append(problems, Problem{Path: filepath.Join(path, f.Name()), Err: ErrOutside})
				continue
			}
			if id, err := ParseID(fan.Name() + f.Name()); err == nil {
				ids = append(ids, id)
			}
		}
	}
	slices.SortFunc(ids, ID.Compare)
	return ids, problems
}

func isLowerHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

// loosePath is where the object would be in an objects directory.
func loosePath(dir string, id ID) string {
	h := id.String()
	return filepath.Join(dir, h[:2], h[2:])
}

// readLoose reads a loose object: zlib over "type size\x00content". limit
// bounds the content, which must be what the object's name stands for. With turn,
// a large object is in memory of its.
func readLoose(dir string, id ID, limit int64, turn *largeTurn) (Type, []byte, error) {
	f, _, err := openRegular(loosePath(dir, id))
	if err != nil {
		return Bad, nil, err
	}
	defer f.Close()
	typ, data, err := inflateLoose(f, limit, turn)
	if err == nil && !id.names(typ, data) {
		err = errName
	}
	if err != nil {
		return typ, nil, fmt.Errorf("loose object: %w", err)
	}
	return typ, data, nil
}

func inflateLoose(r io.Reader, limit int64, turn *largeTurn) (Type, []byte, error) {
	whole := bufio.NewReader(r)
	z, err := zlib.NewReader(whole)
	if err != nil {
		return Bad, nil, errInflate
	}
	defer z.Close()
	head := make([]byte, maxLooseHeader)
	n, err := io.ReadFull(z, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return Bad, nil, errInflate
	}
	typ, size, content, err := parseLooseHeader(head[:n])
	if err != nil {
		return Bad, nil, err
	}
	if size > limit {
		return typ, nil, errTooLarge
	}
	var buf bytes.Buffer
	if turn != nil && size > largeSize {
		buf = *bytes.NewBuffer(turn.take(size))
	}
	buf.Write(content)
	if _, err := io.Copy(&buf, io.LimitReader(z, size-int64(len(content))+1)); err != nil {
		return typ, nil, errInflate
	}
	if int64(buf.Len()) != size {
		return typ, nil, errSizeLie
	}
	if _, err := whole.ReadByte(); err != io.EOF {
		return typ, nil, errBehind // git does not take it for the object either
	}
	return typ, buf.Bytes(), nil
}

func parseLooseHeader(b []byte) (typ Type, size int64, content []byte, err error) {
	head, content, ok := bytes.Cut(b, []byte{0})
	if !ok {
		return Bad, 0, nil, errors.New("loose object has no header")
	}
	name, num, ok := bytes.Cut(head, []byte{' '})
	if typ = ParseType(string(name)); !ok || typ == Bad {
		return Bad, 0, nil, fmt.Errorf("loose object has the unknown type %q", name)
	}
	u, err := strconv.ParseUint(string(num), 10, 62)
	if err != nil || int64(u) < int64(len(content)) {
		return Bad, 0, nil, fmt.Errorf("loose object has the bad size %q", num)
	}
	return typ, int64(u), content, nil
}
