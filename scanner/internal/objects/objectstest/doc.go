// Package objectstest holds what every reader of git's object store must do: a
// suite of repositories made with the real git, and two slow twins of
// objects.Store, one that reads through go-git and one that asks
// `git cat-file`. The twins are the specification. They are here and not in
// package objects so that the program does not carry them.
//
// It also writes packs by hand (Pack), which no git would write.
package objectstest
