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

# An older Debian has no shell without a window.
for name in chromium-headless-shell chromium; do
  sh "${0%/*}/debian-program.sh" $name CHROMIUM && exit
done
exit 1
