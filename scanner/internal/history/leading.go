package history

import "iter"

// leading finds the trees that lead to something wanted, and through which of
// their entries. Trees are known by their place in the order of the logs.
type leading struct {
	logs  []*Log
	first []int32 // place of each log's first tree, and one more

	place      []int32 // of a tree, by object number; -1: no tree was recorded
	delta      []int32 // by place: the first tree that has it as its base; -1: none
	next       []int32 // by place: the next tree of the same base
	parentFrom []uint32
	parents    []standing // of tree t: parents[parentFrom[t]:parentFrom[t+1]]

	head    []int32 // by place: the last of its content; -1: none
	content []content
	todo    []standing
}

// standing is an entry of a tree: of the one at place the entry numbered at.
type standing struct {
	place int32
	at    uint32
	item  item
}

// content is an entry of a tree that leads to something wanted, linked to another
// one of the same tree.
type content struct {
	item item
	next int32
}

func newLeading(objects int, logs []*Log) *leading {
	l := &leading{logs: logs, first: []int32{0}, place: filled(objects)}
	for _, log := range logs {
		l.first = append(l.first, l.first[len(l.first)-1]+int32(len(log.trees)))
	}
	trees := int(l.first[len(logs)])
	l.delta, l.next, l.head = filled(trees), filled(trees), filled(trees)
	for n, log := range logs {
		for i, t := range log.trees {
			p := l.first[n] + int32(i)
			l.place[t.num] = p
			if t.base >= 0 {
				b := l.first[n] + t.base
				l.next[p], l.delta[b] = l.delta[b], p
			}
		}
	}
	l.findParents(objects)
	return l
}

func filled(n int) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = -1
	}
	return s
}

// findParents sorts the fresh entries that are subtrees by what they hold, and
// puts those that are wanted on the list.
func (l *leading) findParents(objects int) {
	l.parentFrom = make([]uint32, objects+2)
	for _, log := range l.logs {
		for _, e := range log.fresh {
			if e.item.kind == tree {
				l.parentFrom[e.item.num+2]++
			}
		}
	}
	for i := 2; i < len(l.parentFrom); i++ {
		l.parentFrom[i] += l.parentFrom[i-1]
	}
	l.parents = make([]standing, l.parentFrom[objects+1])
	for n, log := range l.logs {
		from := uint32(0)
		for i, t := range log.trees {
			for _, e := range log.fresh[from:t.fresh] {
				s := standing{l.first[n] + int32(i), e.at, e.item}
				if e.item.kind == tree {
					l.parents[l.parentFrom[e.item.num+1]] = s
					l.parentFrom[e.item.num+1]++
				} else {
					l.todo = append(l.todo, s)
				}
			}
			from = t.fresh
		}
	}
}

// follow follows every entry on the list to all trees that have it of the one
// where it is fresh, and from a tree that turns out to lead to something wanted to
// those that it stands in.
func (l *leading) follow() {
	for len(l.todo) > 0 {
		s := l.todo[len(l.todo)-1]
		l.todo = l.todo[:len(l.todo)-1]
		if l.head[s.place] < 0 {
			t := l.tree(s.place).num
			l.todo = append(l.todo, l.parents[l.parentFrom[t]:l.parentFrom[t+1]]...)
		}
		l.content = append(l.content, content{s.item, l.head[s.place]})
		l.head[s.place] = int32(len(l.content) - 1)
		for d := l.delta[s.place]; d >= 0; d = l.next[d] {
			for _, r := range l.runs(d) {
				if i := s.at - r.from; s.at >= r.from && i < r.n {
					l.todo = append(l.todo, standing{d, r.at + i, s.item})
				}
			}
		}
	}
}

// log returns the log of the tree at place, and its place there.
func (l *leading) log(place int32) (*Log, int32) {
	n := 0
	for place >= l.first[n+1] {
		n++
	}
	return l.logs[n], place - l.first[n]
}

func (l *leading) tree(place int32) *recorded {
	log, i := l.log(place)
	return &log.trees[i]
}

func (l *leading) runs(place int32) []run {
	log, i := l.log(place)
	from := uint32(0)
	if i > 0 {
		from = log.trees[i-1].runs
	}
	return log.runs[from:log.trees[i].runs]
}

// items returns the entries of tree t that lead to something wanted.
func (l *leading) items(t uint32) iter.Seq[item] {
	return func(yield func(item) bool) {
		if l.place[t] < 0 {
			return
		}
		for i := l.head[l.place[t]]; i >= 0; i = l.content[i].next {
			if !yield(l.content[i].item) {
				return
			}
		}
	}
}
