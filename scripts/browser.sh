#!/bin/sh
# Prints where the Chromium is that the browser tests use; installs Debian's where there is none.
# The same engine without a window (chromium-headless-shell) takes half of the processor's time, so it
# comes first.
set -eu

say() { printf '%s\n' "$*" >&2; }

# Some distributions have a chromium-browser that only tells how to install it.
works() { "$1" --version >/dev/null 2>&1; }

find_chromium() {
  for name in chromium-headless-shell chromium chromium-browser google-chrome; do
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
say "The browser tests need Chromium: installing Debian's (apt-get install chromium-headless-shell) ..."
as_root apt-get update -qq >&2 || say "apt-get update has failed: see above."
for name in chromium-headless-shell chromium; do
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $name >&2 && break
  say "apt-get could not install $name: see above."
done
find_chromium || { say "$advice"; exit 1; }
