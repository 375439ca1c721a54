#!/bin/sh
# Prints where the Chromium is that the browser tests use; installs Debian's where there is none.
set -eu

say() { printf '%s\n' "$*" >&2; }

# Some distributions have a chromium-browser that only tells how to install it.
works() { "$1" --version >/dev/null 2>&1; }

find_chromium() {
  for name in chromium chromium-browser google-chrome; do
    path=$(command -v "$name") && works "$path" && echo "$path" && return
  done
}

if [ -n "${CHROMIUM:-}" ]; then
  works "$CHROMIUM" || { say "CHROMIUM is $CHROMIUM, which is no Chromium that can be started."; exit 1; }
  echo "$CHROMIUM"
  exit
fi

find_chromium && exit

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
advice="The browser tests need Chromium: install it, or set CHROMIUM to where it is."

command -v apt-get >/dev/null && as_root true 2>/dev/null || { say "$advice"; exit 1; }
say "The browser tests need Chromium: installing Debian's (apt-get install chromium) ..."
as_root apt-get update -qq >&2 &&
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >&2 ||
  say "apt-get has failed: see above."
find_chromium || { say "$advice"; exit 1; }
