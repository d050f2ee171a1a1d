// Package credential judges what no pattern describes: the value that stands beside
// a telling name, in a URL, a header or a command.
//
// Find reads the value of a name in the notations of programming languages,
// configuration files, markup, command lines, tables and prose, from the bytes of
// one line around a keyword. Describe turns it into features: of the name, of the
// notation and the line, of the value (its characters, how unlike writing its letters
// are, words, placeholders, forms of identifiers, paths, hashes). A Model is a sum of
// small decision trees over them, which gives the logarithm of the odds that it is a
// credential; trees of the path alone are added when that is known, for in git one
// content has many paths. Explain says what each feature added.
//
// The model, and how common words and letters are, come from model.bin, which
// "leaksieve rules train" makes (package train). README.md has what it was made of and
// what it is worth.
package credential
