#!/bin/sh
# Prints the path of the compiled program; compiles it where it is missing or older than what it is made of.
#   compiled.sh NODE
set -eu
cd "$(dirname "$0")/.."

place=packages/package/dist
# Folders count as well: their time changes when a file goes.
newer() {
  find packages/*/* package.json package-lock.json \
    \( -path 'packages/web/*' -o -name node_modules -o -name dist -o -name test \) -prune -o -newer "$place/current" -print 2>/dev/null | head -n 1
}
path() {
  main="$PWD/$place/$(cat "$place/current" 2>/dev/null)/lib/cli/main.js"
  [ -e "$main" ]
}

if ! path || [ -n "$(newer)" ]; then
  echo "Compiling the program ..." >&2
  "$1" packages/package/src/compile.ts >&2
  path
fi
# So that nobody takes it for abandoned. (A checkout may be one that only others can write.)
touch -c "${main%/lib/cli/main.js}" 2>/dev/null || :
echo "$main"
