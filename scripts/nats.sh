#!/bin/sh
# Prints where the nats-server is that the tests use; installs Debian's where there is none.
set -eu

say() { printf '%s\n' "$*" >&2; }

# Debian has it where only root looks.
find_nats() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v nats-server; }

if [ -n "${NATS_SERVER:-}" ]; then
  "$NATS_SERVER" --version >/dev/null 2>&1 || { say "NATS_SERVER is $NATS_SERVER, which is no nats-server that can be started."; exit 1; }
  echo "$NATS_SERVER"
  exit
fi

find_nats && exit

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
advice="The tests of several servers need nats-server: install it (Debian: apt-get install nats-server), or set NATS_SERVER to where it is."

command -v apt-get >/dev/null && as_root true 2>/dev/null || { say "$advice"; exit 1; }
say "The tests of several servers need nats-server: installing Debian's (apt-get install nats-server) ..."
as_root apt-get update -qq >&2 || say "apt-get update has failed: see above."
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends nats-server >&2 || say "apt-get could not install nats-server: see above."
find_nats || { say "$advice"; exit 1; }
