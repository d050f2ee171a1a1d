package reporters

// Painter colours a line as the text report does; false leaves all as it is.
type Painter bool

func (p Painter) paint(style, s string) string {
	if !p || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

// Heading paints what is to be seen first, by how urgent it is.
func (p Painter) Heading(u Urgency, s string) string {
	return p.paint(map[Urgency]string{Alarming: alarm, Pending: yellow, Settled: green}[u], s)
}

// Title, Place, Secret and Quiet paint a title, where something stands, a mask, and what
// is for machines.
func (p Painter) Title(s string) string  { return p.paint(bold, s) }
func (p Painter) Place(s string) string  { return p.paint(cyan, s) }
func (p Painter) Secret(s string) string { return p.paint(red, s) }
func (p Painter) Quiet(s string) string  { return p.paint(dim, s) }

// Urgency says how much a heading asks for.
type Urgency int

// Urgencies of a heading.
const (
	Alarming Urgency = iota // something is wrong
	Pending                 // somebody has to do something
	Settled
)
