#!/usr/bin/env bash
# Times leaksieve beside other scanners and beside git itself, in one run on one
# machine, and prints ratios: times by themselves say nothing on shared machines.
#
#   testdata/bench/compare.sh [-n ROUNDS] history REPO   the whole history of a repository you name
#   testdata/bench/compare.sh [-n ROUNDS] staged         five changed files in a repository of 3,500
#
# The programs take turns, round by round (3 rounds). Each line is the fastest
# round in seconds, the median, the most memory in MiB, and the fastest round as
# a multiple of leaksieve's. Peers come from the Go module proxy and from PyPI
# and are kept in $LEAKSIEVE_PEERS (default ~/.cache/leaksieve-peers); one that
# cannot be had is left out and named. They look only: nothing is verified.
set -euo pipefail

gitleaks_version=v8.30.1
kingfisher_version=2.14.0

here=$(cd "$(dirname "$0")/../.." && pwd)
peers=${LEAKSIEVE_PEERS:-$HOME/.cache/leaksieve-peers}
rounds=3
usage() { sed -n '2,14s/^# \{0,1\}//p' "$0" >&2; exit 2; }
while getopts n: flag; do
  case $flag in n) rounds=$OPTARG ;; *) usage ;; esac
done
shift $((OPTIND - 1))

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { printf '%s\n' "$*" >&2; }

setup() {
  mkdir -p "$peers"
  (cd "$here" && CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o "$work/leaksieve" ./cmd/leaksieve)
  if [ ! -x "$peers/gitleaks" ]; then
    GOBIN=$peers go install "github.com/zricethezav/gitleaks/v8@$gitleaks_version" >"$work/log" 2>&1 ||
      say "compare.sh: no gitleaks: $(tail -1 "$work/log")"
  fi
  if [ ! -x "$peers/venv/bin/kingfisher" ]; then
    { python3 -m venv "$peers/venv" && "$peers/venv/bin/pip" -q install "kingfisher-bin==$kingfisher_version"; } >"$work/log" 2>&1 ||
      say "compare.sh: no kingfisher: $(tail -1 "$work/log")"
  fi
}

names=()
declare -A command
add() { # NAME PROGRAM ARGUMENT...
  [ -x "$(command -v "$2")" ] || return 0
  names+=("$1")
  command[$1]=$(printf '%q ' "${@:2}")
}

# run NAME: one round; its seconds are appended to a file.
run() {
  local code=0 TIMEFORMAT=%3R
  { time eval "${command[$1]}" >"$work/out" 2>&1; } 2>>"$work/times.$1" || code=$?
  ended "$1" "$code"
}

# memory NAME: a round of its own for the most memory, in KiB.
memory() {
  local code=0
  eval "/usr/bin/time -o $work/memory -f %M ${command[$1]}" >"$work/out" 2>&1 || code=$?
  ended "$1" "$code"
  tail -1 "$work/memory"
}

# ended NAME CODE: 1 is "leaks found", 3 "incomplete", 200 and 205 kingfisher's "found".
ended() {
  case $2 in 0 | 1 | 3 | 200 | 205) return ;; esac
  say "compare.sh: $1 ended with $2:"
  tail -3 "$work/out" >&2
  exit 1
}

table() {
  local base name
  base=$(sort -n "$work/times.leaksieve" | head -1)
  printf '%-16s %9s %9s %8s %8s\n' program fastest median MiB ratio
  for name in "${names[@]}"; do
    sort -n "$work/times.$name" | awk -v name="$name" -v base="$base" -v kib="$(memory "$name")" '
      { t[NR] = $1 }
      END { printf "%-16s %9.3f %9.3f %8.0f %7.1fx\n", name, t[1], t[int((NR + 1) / 2)], kib / 1024, t[1] / base }'
  done
}

compare() {
  local i name
  for ((i = 0; i < rounds; i++)); do
    for name in "${names[@]}"; do run "$name"; done
  done
  table
}

history() {
  local repo=$1 pack
  git -C "$repo" rev-parse --git-dir >/dev/null
  pack=$(find "$(git -C "$repo" rev-parse --absolute-git-dir)/objects/pack" -name '*.pack' -printf '%s %p\n' | sort -n | tail -1 | cut -d' ' -f2-)
  add leaksieve "$work/leaksieve" git "$repo" -f sarif -r "$work/leaksieve.sarif" --no-progress
  [ -z "$pack" ] || add index-pack git index-pack -o "$work/pack.idx" "$pack"
  add gitleaks "$peers/gitleaks" git "$repo" -f sarif -r "$work/gitleaks.sarif" --no-banner -l error
  add kingfisher "$peers/venv/bin/kingfisher" scan "$repo" --no-validate --format sarif --output "$work/kingfisher.sarif" --quiet
  compare
}

# A repository of 3,500 files of source-like text, five of them changed.
staged() {
  local repo=$work/repo i
  git init -q "$repo"
  cd "$repo"
  for ((i = 0; i < 3500; i++)); do
    mkdir -p "pkg$((i % 70))"
    printf 'package p%d\n\nfunc f%d(a, b int) int {\n\treturn a*%d + b\n}\n%.0s' $i $i $i {1..20} >"pkg$((i % 70))/file$i.go"
  done
  git add .
  git -c user.name=bench -c user.email=bench@example.org commit -qm files
  for i in 1 700 1400 2100 2800; do printf 'var changed%d = "value"\n' $i >>"pkg$((i % 70))/file$i.go"; done
  git add .
  add leaksieve "$work/leaksieve" staged
  add gitleaks "$peers/gitleaks" git --pre-commit --staged --no-banner -l error
  add kingfisher "$peers/venv/bin/kingfisher" scan . --staged --no-validate --quiet
  compare
}

case ${1:-} in
  history) [ $# = 2 ] || usage; setup; history "$(cd "$2" && pwd)" ;;
  staged) [ $# = 1 ] || usage; setup; staged ;;
  *) usage ;;
esac
