#!/bin/sh
# Builds the dashboard where it is missing or older than what it is made of.
#   dashboard.sh NODE
set -eu
cd "$(dirname "$0")/.."

built=packages/web/dist/.built
# Folders count as well: their time changes when a file goes.
newer() {
  find packages/web/* packages/client/src packages/protocol/src package-lock.json \
    \( -name dist -o -name node_modules -o -name test \) -prune -o -newer "$built" -print 2>/dev/null | head -n 1
}
if [ -e "$built" ] && [ -z "$(newer)" ]; then exit; fi

echo "Building the dashboard ..." >&2
exec "$1" packages/web/build/main.ts
