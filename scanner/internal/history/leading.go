package history

import (
	"iter"
	"sort"
)

// leading finds the trees that lead to something wanted, and through which of
// their entries. Trees are known by their place in the order of the logs.
type leading struct {
	logs  []*Log
	first []int32 // place of each log's first tree, and one more

	place      []int32  // of a tree, by object number; -1: no tree was recorded
	delta      []int32  // by place: the first tree that has it as its base; -1: none
	next       []int32  // by place: the next tree of the same base
	fresh      []uint32 // number of each log's first fresh entry, and one more
	parentFrom []uint32
	parents    []uint32 // of tree t: the numbers in parents[parentFrom[t]:parentFrom[t+1]]

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
	l := &leading{logs: logs, first: []int32{0}, fresh: []uint32{0}, place: filled(objects)}
	for i, log := range logs {
		l.first = append(l.first, l.first[i]+int32(len(log.trees)))
		l.fresh = append(l.fresh, l.fresh[i]+uint32(len(log.fresh)))
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

// findParents sorts the fresh entries that are subtrees by the tree that they are,
// and puts those that are wanted on the list.
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
	l.parents = make([]uint32, l.parentFrom[objects+1])
	for n, log := range l.logs {
		for i, e := range log.fresh {
			number := l.fresh[n] + uint32(i)
			if e.item.kind == tree {
				l.parents[l.parentFrom[e.item.num+1]] = number
				l.parentFrom[e.item.num+1]++
			} else {
				l.todo = append(l.todo, l.standing(number))
			}
		}
	}
}

// standing returns where a fresh entry is fresh.
func (l *leading) standing(number uint32) standing {
	n := 0
	for number >= l.fresh[n+1] {
		n++
	}
	log, i := l.logs[n], number-l.fresh[n]
	t := sort.Search(len(log.trees), func(t int) bool { return log.trees[t].fresh > i })
	return standing{l.first[n] + int32(t), log.fresh[i].at, log.fresh[i].item}
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
			for _, number := range l.parents[l.parentFrom[t]:l.parentFrom[t+1]] {
				l.todo = append(l.todo, l.standing(number))
			}
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
	l.logs, l.delta, l.next, l.parents, l.parentFrom = nil, nil, nil, nil, nil
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
