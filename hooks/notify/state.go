package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/leaksieve/leaksieve/hooks/audit"
)

// state is what the channels were told. Its file is locked while it is open, so that
// two runs at a time do not tell the same twice.
type state struct {
	path string
	file stateFile

	unlock func()
}

// stateFile is the JSON of the file.
type stateFile struct {
	Version int                 `json:"version"`
	Told    map[string][]string `json:"told"` // ids of secrets, sorted, by the name of the channel
}

const stateVersion = 1

func openState(ctx context.Context, path string) (*state, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("what was told: %w", err)
	}
	unlock, err := audit.Lock(ctx, path+".lock")
	if err != nil {
		return nil, fmt.Errorf("what was told: %w", err)
	}
	s := &state{path: path, unlock: unlock, file: stateFile{Version: stateVersion, Told: map[string][]string{}}}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	var file stateFile
	if err == nil && (json.Unmarshal(b, &file) != nil || file.Version != stateVersion || file.Told == nil) {
		err = fmt.Errorf("%s is no file of what was told, of version %d; without it everything is told again", path, stateVersion)
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("what was told: %w", err)
	}
	s.file = file
	return s, nil
}

func (s *state) close() { s.unlock() }

func (s *state) told(channel string) map[string]bool {
	told := map[string]bool{}
	for _, key := range s.file.Told[channel] {
		told[key] = true
	}
	return told
}

// tell remembers what a channel was told, and is on the disk when it returns.
func (s *state) tell(channel string, news []group) error {
	keys := s.file.Told[channel]
	for _, g := range news {
		keys = append(keys, g.key)
	}
	slices.Sort(keys)
	s.file.Told[channel] = slices.Compact(keys)
	b, err := json.MarshalIndent(s.file, "", " ")
	if err != nil {
		return err
	}
	temp := s.path + ".tmp"
	_ = os.Remove(temp)
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_, err = f.Write(append(b, '\n'))
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err == nil {
		err = os.Rename(temp, s.path)
	}
	if err != nil {
		return fmt.Errorf("%s was told, and that cannot be remembered: %w", channel, err)
	}
	return nil
}
