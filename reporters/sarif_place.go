package reporters

import (
	"net/url"
	"path/filepath"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// rootBase names the folder that relative URIs refer to.
const rootBase = "SRCROOT"

// regionOf is where in the file, in characters as columnKind says. What has no
// lines, such as a path, is the empty place at the file's beginning: GitHub
// requires all four.
func regionOf(start, end leak.Position) *sarifRegion {
	if start.Line == 0 {
		return &sarifRegion{StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 1}
	}
	return &sarifRegion{StartLine: start.Line, StartColumn: charOf(start), EndLine: end.Line, EndColumn: charOf(end)}
}

// contextOf is the lines around the secret. What is shown of them is masked, so it
// is no snippet of the region itself.
func contextOf(f leak.Finding) *sarifRegion {
	if f.Start.Line == 0 || f.Line == "" {
		return nil
	}
	return &sarifRegion{StartLine: f.Start.Line, EndLine: f.End.Line, Snippet: &sarifText{f.Line}}
}

func charOf(p leak.Position) int {
	if p.Char > 0 {
		return p.Char
	}
	return p.Column
}

// place locates an origin. GitHub shows results of files only: what is in
// no file gets a path below .git that says where it is, and a logical location.
func (r *sarifReport) place(o leak.Origin, region, context *sarifRegion) sarifLocation {
	path, logical := o.Path, ""
	switch {
	case o.Kind == leak.KindStdin && path == "":
		path = "stdin"
	case o.Kind == leak.KindRef && o.Ref != "":
		path, logical = ".git/"+o.Ref, o.Ref
	case o.Kind == leak.KindReflog && o.Ref != "":
		path, logical = ".git/logs/"+o.Ref, o.Ref
	case path == "" && len(o.Object) > 2:
		path, logical = ".git/objects/"+o.Object[:2]+"/"+o.Object[2:], o.Object
	case path == "":
		return sarifLocation{Logical: []sarifLogical{{"repository", "resource"}}}
	}
	switch {
	case r.repos[o.Repo]:
		path = strings.TrimPrefix(o.Repo+"/"+path, "./")
	case len(r.repos) > 0 && o.Repo != "": // a submodule of one
		path = strings.TrimPrefix(o.Repo+"/"+strings.TrimPrefix(path, ".git/"), "./")
	case o.Repo != "":
		path = ".git/" + o.Repo + "/" + strings.TrimPrefix(path, ".git/")
	}
	loc := sarifLocation{Physical: &sarifPhysical{sarifArtifact{pathURI(path), r.base()}, region, context}}
	if logical != "" {
		loc.Logical = []sarifLogical{{quoteName(logical), "resource"}}
	}
	return loc
}

// pathURI percent-encodes a slash-separated path as a relative reference.
func pathURI(path string) string {
	return strings.ReplaceAll(escapePath(strings.TrimPrefix(path, "/")), ":", "%3A") // a colon would make a scheme of it
}

// folderURI is the URI of an absolute path, with a slash at its end.
func folderURI(path string) string {
	path = strings.Trim(filepath.ToSlash(path), "/")
	if path == "" {
		return "file:///"
	}
	return "file:///" + escapePath(path) + "/"
}

func escapePath(path string) string {
	return strings.Join(mapped(strings.Split(path, "/"), url.PathEscape), "/")
}

// absolute reports whether a reference is one that helpUri may hold.
func absolute(ref string) bool {
	u, err := url.Parse(ref)
	return err == nil && u.IsAbs()
}

// repositoryURI turns a remote into an absolute URI; "" for what is none. The
// short form of ssh, host:path, becomes ssh://.
func repositoryURI(remote string) string {
	if !strings.Contains(remote, "://") {
		host, path, ok := strings.Cut(remote, ":")
		if !ok || strings.Contains(host, "/") {
			return ""
		}
		remote = "ssh://" + host + "/" + strings.TrimPrefix(path, "/")
	}
	u, err := url.Parse(remote)
	if err != nil || u.Host == "" {
		return ""
	}
	u.User = nil
	return u.String()
}
