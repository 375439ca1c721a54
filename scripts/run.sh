#!/bin/sh
# Prepares what this machine lacks, says so, then becomes: node [FLAGS] FILE ARGS...
#   run.sh [--dev] [FLAGS] FILE [ARGS...]     --dev also installs what only tests and checks need
set -eu
cd "$(dirname "$0")/.."

# With 24.9 a server may leave an upgrade alone that it doesn't want.
wanted=24.9
kind=start
if [ "$1" = --dev ]; then
  kind=dev
  shift
fi

say() { printf '%s\n' "$*" >&2; }

is_new_enough() {
  [ "$("$1" -p "process.versions.node.localeCompare('$wanted', 'en', { numeric: true }) >= 0" 2>/dev/null)" = true ]
}

# The machine's own Node where it is new enough, else the one pinned in runtime/.
node=$(command -v node || true)
if ! is_new_enough "$node"; then
  node="$PWD/runtime/node_modules/node-linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')/bin/node"
  if ! [ -x "$node" ] || ! cmp -s runtime/package-lock.json runtime/node_modules/.installed; then
    say "Node $wanted or newer is needed, this machine has $(node --version 2>/dev/null || echo none): fetching one into runtime/ ..."
    npm ci --prefix runtime --loglevel=error >&2
    [ -x "$node" ] || { say "No Node for $(uname -s) on $(uname -m) is packaged: please install Node $wanted or newer."; exit 1; }
    cp runtime/package-lock.json runtime/node_modules/.installed
  fi
fi

# Dependencies exactly as locked. What --dev installed serves a start as well.
installed() { cmp -s package-lock.json "node_modules/.installed-$1"; }
if ! installed dev && ! { [ $kind = start ] && installed start; }; then
  say "Installing the dependencies of package-lock.json ..."
  omit=
  [ $kind = dev ] || omit=--omit=dev
  PATH="$(dirname "$node"):$PATH" npm ci $omit --loglevel=error >&2
  cp package-lock.json "node_modules/.installed-$kind"
fi

# Compiled code is kept between starts: a start needs half the time and less memory.
NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$PWD/node_modules/.cache/node}"
export NODE_COMPILE_CACHE

# The dashboard, for what shows it. (Tests build it themselves, if they are of a kind that needs it.)
case "$*" in
  *packages/cli/src/main.ts\ serve* | *packages/package/src/main.ts* | bench/src/main.ts* | e2e/screenshots/*)
    sh scripts/dashboard.sh "$node" || say "The dashboard could not be built; going on without the newest one."
    ;;
esac

# What runs for long is compiled: it starts in half of the time, takes less memory, and keeps to its own files
# when the sources change under it.
case "$*" in
  *packages/cli/src/main.ts\ serve* | *packages/cli/src/main.ts\ runner*)
    if main=$(sh scripts/compiled.sh "$node"); then
      for arg; do
        shift
        [ "$arg" != packages/cli/src/main.ts ] || arg=$main
        set -- "$@" "$arg"
      done
    else
      say "The program could not be compiled; going on from its sources."
    fi
    ;;
esac
exec "$node" "$@"
