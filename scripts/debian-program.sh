#!/bin/sh
# Prints where a program is that tests use: `debian-program.sh nats-server NATS_SERVER`. The variable may name
# it; where there is none, the package of the same name (or those of the third argument) is installed from Debian.
set -eu

program=$1 variable=$2 packages=${3:-$1}
say() { printf '%s\n' "$*" >&2; }

# Debian has some where only root looks.
find_it() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$program"; }

eval "given=\${$variable:-}"
if [ -n "$given" ]; then
  [ -x "$given" ] || { say "$variable is $given, which is no program."; exit 1; }
  echo "$given"
  exit
fi

find_it && exit

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
advice="Tests need $program: install it (Debian: apt-get install $packages), or set $variable to where it is."

command -v apt-get >/dev/null && as_root true 2>/dev/null || { say "$advice"; exit 1; }
say "Tests need $program: installing Debian's (apt-get install $packages) ..."
# Each word of $packages is one.
as_root apt-get update -qq >&2 || say "apt-get update has failed: see above."
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -o DPkg::Lock::Timeout=120 -qq -y --no-install-recommends $packages >&2 || say "apt-get could not install $packages: see above."
find_it || { say "$advice"; exit 1; }
