#!/bin/sh
# Makes this machine a desktop of Mission Control. Nothing is done until all of this has been read: a script
# that was cut on its way does nothing.
#   sh join.sh [TOKEN] [--check] [--service] [--new] [--ca FILE] [--server URL] [--dir FOLDER]

{

# VALUES

usage() {
  cat <<'END'
usage: curl -fsSL SERVER/join | sh -s -- [TOKEN] [options]

  TOKEN          what the machine joins by (mcj_...); not needed to repair or upgrade
  --check        only test the way to the server, and say what is wrong
  --service      run as a service of systemd, which starts with the machine
  --new         forget what this folder joined as before, and join as a new desktop
  --ca FILE      trust the certificate authority in FILE
  --server URL   the server's address, where it doesn't know it itself
  --dir FOLDER   where everything goes (~/.mission-control; for root /opt/mission-control)

HTTPS_PROXY, HTTP_PROXY and NO_PROXY are heeded. They, --ca and --server are kept in the folder: for the
runner, and for the next time that this is run. To forget one, give it empty: --ca '', HTTPS_PROXY=
END
}

say() { printf '%s\n' "$*"; }
stop() { printf 'mission-control: %s\n' "$*" >&2; exit "${exit_code:-1}"; }

read_options() {
  token='' check='' folder='' retries=2 more='' program='' exit_code='' own_server=${server:-}
  unset ca
  while [ $# -gt 0 ]; do
    case "$1" in
      --check) check=1 retries=0 ;;
      --service | --new) more="$more $1" ;;
      --ca | --server | --dir)
        [ $# -gt 1 ] || stop "$1 needs a value."
        case "$1" in
          --ca) ca=$2 ;;
          --server) server=${2%/} ;;
          --dir) folder=$2 ;;
        esac
        shift ;;
      # What a runner calls to upgrade itself: SUM SIZE NAME, of the package and of its folder.
      --program)
        [ $# -gt 3 ] || stop "$1 needs three values."
        package_sum=$2 package_size=$3 program=$4
        shift 3 ;;
      --help | -h) usage; exit 0 ;;
      mcj_*) token=$1 ;;
      *) usage >&2; stop "Expected a token (mcj_...) or one of these options, got $1." ;;
    esac
    shift
  done
  if [ -n "${ca:-}" ]; then
    [ -r "$ca" ] || stop "The certificate authority $ca can't be read."
    ca=$(cd "$(dirname "$ca")" && pwd)/$(basename "$ca")
  fi
}

# What the way to the server needs: what is given now, else what the folder has kept of the last time.
find_way() {
  kept_server='' kept_ca='' kept_https_proxy='' kept_http_proxy='' kept_no_proxy=''
  # shellcheck disable=SC1091
  if [ -O "$folder/.made-by-join" ] && [ -O "$folder/way" ]; then . "$folder/way"; fi
  # wget knows only the lower case, and curl one of them only in it.
  https_proxy=$(with_scheme "${https_proxy-${HTTPS_PROXY-${all_proxy-${ALL_PROXY-$kept_https_proxy}}}}") || exit 1
  http_proxy=$(with_scheme "${http_proxy-${HTTP_PROXY-${all_proxy-${ALL_PROXY-$kept_http_proxy}}}}") || exit 1
  no_proxy=${no_proxy-${NO_PROXY-$kept_no_proxy}}
  # The runner knows nothing of it.
  unset all_proxy ALL_PROXY
  export https_proxy http_proxy no_proxy
  : "${ca=$kept_ca}"
  # A token may be of another server.
  if [ "$server" = "$own_server" ] && [ -z "$token" ] && [ -n "$kept_server" ]; then server=$kept_server; fi
  [ -n "$server" ] || stop "The server doesn't know its own address: it stands behind a proxy that MISSION_CONTROL_TRUST_PROXY doesn't name. Add its address to the line: ... | sh -s -- TOKEN --server https://..."
}

with_scheme() {
  case "$1" in
    '' | http://* | https://*) printf %s "$1" ;;
    *://*) stop "The proxy $1 is none that a runner can use: expected http://HOST:PORT in HTTPS_PROXY." ;;
    *) printf 'http://%s' "$1" ;;
  esac
}

# Where everything goes.
name_folder() {
  if [ -z "$folder" ]; then
    if [ "$(id -u)" = 0 ]; then
      folder=/opt/mission-control
    elif [ -n "${HOME:-}" ] && [ -d "$HOME" ] && [ -w "$HOME" ]; then
      folder=$HOME/.mission-control
    else
      folder=/var/tmp/mission-control-$(id -u)
    fi
  fi
  case "$folder" in /*) ;; *) folder=$PWD/$folder ;; esac
}

# That it is ours, or nobody's yet.
claim_folder() {
  [ -L "$folder" ] && stop "$folder is a link; name a folder with --dir."
  if [ -e "$folder" ]; then
    [ -d "$folder" ] || stop "$folder is there already, and is no folder. Name another with --dir."
    if [ ! -e "$folder/.made-by-join" ] && [ -n "$(ls -A "$folder")" ]; then
      stop "$folder is there already, and was not made by this script: nothing in it is touched. Name another folder with --dir."
    fi
    [ -O "$folder" ] || stop "$folder belongs to another user. Name another folder with --dir."
    [ -w "$folder" ] || stop "$folder can't be written. Name another folder with --dir."
    made=''
  else
    made=1
  fi
}

choose_fetcher() {
  if has curl; then fetcher=curl
  elif has wget; then
    fetcher=wget
    # The wget of some busyboxes crashes when it is given a time limit.
    case "$(wget --help 2>&1 </dev/null)" in *BusyBox*) patience='' ;; *) patience='-T 60' ;; esac
  else stop "Neither curl nor wget is here: install one of them."
  fi
  has gzip || stop "gzip is not here: install it."
  has tar || stop "tar is not here: install it."
  has mkfifo || stop "mkfifo is not here: install it (coreutils). The output of commands goes through it."
  if has sha256sum; then summer=sha256sum
  elif has shasum; then summer='shasum -a 256'
  elif has openssl; then summer='openssl dgst -sha256 -r'
  else stop "None of sha256sum, shasum and openssl is here: install one, so that downloads can be checked."
  fi
}

has() { command -v "$1" >/dev/null 2>&1; }

# fetch PATH FILE: quiet, and 1 where it fails; what was wrong is in $wrong.
fetch() {
  if [ $fetcher = curl ]; then
    set -- "$1" "$2" -fsS --connect-timeout 20 --retry "$retries"
    [ -z "$ca" ] || set -- "$@" --cacert "$ca"
    path=$1 file=$2; shift 2
    wrong=$(curl "$@" -o "$file" "$server$path" 2>&1 </dev/null)
  else
    # shellcheck disable=SC2086
    set -- "$1" "$2" -q $patience
    [ -z "$ca" ] || set -- "$@" --ca-certificate="$ca"
    path=$1 file=$2; shift 2
    wrong=$(wget "$@" -O "$file" "$server$path" 2>&1 </dev/null) || { [ -n "$wrong" ] || wrong="wget ended with $?"; return 1; }
  fi
}

# What the machine is: linux-x64, linux-arm64-musl ...
find_platform() {
  system=$(uname -s | tr 'A-Z' 'a-z')
  case "$(uname -m)" in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) machine=$(uname -m) ;;
  esac
  platform=$system-$machine
  for loader in /lib/ld-musl-*; do
    if [ -e "$loader" ]; then platform=$platform-musl; fi
  done
}

# The machine's own Node where it is new enough, else one from the server, else say what to install.
choose_runtime() {
  runtime_sum='' node=''
  own=$(command -v node 2>/dev/null || true)
  if [ -n "$own" ] && "$own" -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 24 || (a == 24 && b >= 9) ? 0 : 1)' </dev/null 2>/dev/null; then
    node=$own
    return
  fi
  found=$(printf '%s\n' "$runtimes" | grep "^$platform " || true)
  [ -n "$found" ] || stop "This machine ($platform) has no Node 24.9 or newer, and the server has none for it. Install Node 24 (https://nodejs.org), or ask whoever runs the server to add one: mission-control runtimes add $platform"
  # shellcheck disable=SC2086
  set -- $found
  runtime_sum=$2 runtime_size=$3 runtime_version=$4
}

mib() { echo $((($1 + 1048575) / 1048576)); }

say_plan() {
  id=$(printf %.12s "$package_sum")
  version_dir=$folder/versions/$id${runtime_sum:+-$(printf %.8s "$runtime_sum")}
  # Where the user has no name, this prints the number, and fails all the same.
  user=$(id -un 2>/dev/null) || user=$(id -u)
  say "Mission Control $version, from $server"
  say ""
  say "This machine becomes a desktop of that server: people there can run commands on it, as $user."
  if [ -e "$version_dir/.complete" ]; then
    say "  - $folder has this version already"
  else
    say "  - fetch the program ($(mib "$package_size") MiB)${runtime_sum:+ and Node $runtime_version ($(mib "$runtime_size") MiB)} from the server into $folder"
  fi
  [ -n "$runtime_sum" ] || say "  - use the Node of this machine, $node"
  if [ -e "$folder/desktop/joined.json" ]; then
    case "$more" in
      *--new*) say "  - set aside what it has joined as before, and join as a new desktop" ;;
      *) say "  - keep the desktop that it is already, and start its runner again" ;;
    esac
  else
    say "  - make a key pair there, whose private half never leaves this machine, and join with the token"
  fi
  case "$more" in
    *--service*) say "  - write a service of systemd, and start it" ;;
    *) say "  - start the runner in the background (not as a service: --service does that)" ;;
  esac
  say ""
}

# fetch_checked PATH FILE SUM WHAT
fetch_checked() {
  fetch "$1" "$2" || { exit_code=${program:+4}; stop "$4 could not be fetched from $server$1: $wrong"; }
  # shellcheck disable=SC2086
  sum=$($summer "$2" | cut -d' ' -f1)
  [ "$sum" = "$3" ] || stop "$4 came with the wrong checksum (expected $3, got $sum): it was changed or cut on its way. Nothing was installed."
}

tidy() {
  rm -rf "$folder/.fetched-$$" "$folder"/*.$$ "$folder"/bin/*.$$
  # What was made for nothing goes again.
  if [ -n "$made" ] && [ ! -e "$folder/bin/mission-control" ]; then rm -rf "$folder"; fi
}

# Makes the folder, and keeps it to this run of the script until it ends: of two at once the second one waits.
open_folder() {
  trap tidy EXIT
  trap 'exit 130' INT TERM HUP
  mkdir -p "$(dirname "$folder")" 2>/dev/null
  until
    if [ -n "$made" ] && ! mkdir "$folder" 2>/dev/null; then made=''; fi
    mkdir -p "$folder/versions" && : >>"$folder/.made-by-join" && exec 9>>"$folder/.lock" ||
      stop "$folder can't be written. Name another folder with --dir."
    if has flock && ! flock -n 9; then
      say "Waiting for another join into $folder to end ..."
      flock 9
    fi
    # The one before may have removed it with all that it had made.
    [ -e "$folder/.lock" ]
  do made=1; done
  chmod 700 "$folder"
}

install_version() {
  # The runtime unpacked is about three times as large as on its way.
  needed=$((($package_size * 6 + ${runtime_sum:+$runtime_size * 4 +} 10485760) / 1024))
  [ -e "$version_dir/.complete" ] && return
  free=$(df -Pk "$folder" 2>/dev/null | awk 'NR == 2 { print $4 }')
  [ "${free:-$needed}" -ge "$needed" ] || stop "$folder needs $(mib $((needed * 1024))) MiB, and its disk has $(mib $((free * 1024))) MiB left."
  for left in "$folder"/.fetched-*; do
    # Of one that was killed.
    kill -0 "${left##*-}" 2>/dev/null || rm -rf "$left"
  done
  work=$folder/.fetched-$$
  mkdir "$work" || stop "$folder can't be written."
  fetch_checked "/join/package/$package_sum" "$work/package.tgz" "$package_sum" "The program"
  tar -xzf "$work/package.tgz" -C "$work" </dev/null || stop "The program could not be unpacked in $folder: is the disk full?"
  rm "$work/package.tgz"
  if [ -n "$runtime_sum" ]; then
    fetch_checked "/join/runtime/$runtime_sum" "$work/node.gz" "$runtime_sum" "Node"
    gzip -dc "$work/node.gz" >"$work/node" || stop "Node could not be unpacked in $folder: is the disk full?"
    rm "$work/node.gz"
    chmod 755 "$work/node"
    wrong=$("$work/node" -e 0 2>&1 </dev/null) || stop "The server's Node doesn't run on this machine: $wrong"
  fi
  if [ -n "$program" ]; then keep_runtime; fi
  : >"$work/.complete" || stop "$folder can't be written: is the disk full?"
  # Another join may have put the same there.
  if [ -e "$version_dir/.complete" ]; then return; fi
  rm -rf "$version_dir"
  mv "$work" "$version_dir" 2>/dev/null || [ -e "$version_dir/.complete" ] || stop "$version_dir can't be written."
}

# An upgrade goes on with the Node that is there.
keep_runtime() {
  read -r current <"$folder/current" || current=''
  kept=$folder/versions/$current/node
  [ -n "$current" ] && [ -e "$kept" ] || return 0
  ln "$kept" "$work/node" 2>/dev/null || cp -p "$kept" "$work/node" || stop "$folder can't be written: is the disk full?"
}

quote() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }

# put FILE MODE: what comes in takes its place whole.
put() {
  cat >"$folder/$1.$$" && chmod "$2" "$folder/$1.$$" && mv "$folder/$1.$$" "$folder/$1" ||
    stop "$folder can't be written: is the disk full?"
}

# The file that was named may go: a copy is kept.
keep_way() {
  if [ -n "$ca" ] && [ "$ca" != "$folder/ca.pem" ]; then
    put ca.pem 644 <"$ca"
    ca=$folder/ca.pem
  fi
  [ -n "$ca" ] || rm -f "$folder/ca.pem"
  if [ "$server" != "$own_server" ]; then kept_server=$server; fi
  {
    echo "# Written by join, which reads it when it is run again."
    echo "kept_server=$(quote "$kept_server")"
    echo "kept_ca=$(quote "$ca")"
    echo "kept_https_proxy=$(quote "$https_proxy")"
    echo "kept_http_proxy=$(quote "$http_proxy")"
    echo "kept_no_proxy=$(quote "$no_proxy")"
  } | put way 600 || exit 1
}

# The command for this folder; what the way to the server needs is in it. It starts the version that the file
# current names: an upgrade replaces that.
write_command() {
  mkdir -p "$folder/bin"
  echo "${version_dir##*/}" | put current 600 || exit 1
  {
    echo '#!/bin/sh'
    echo '# Written by join: run it again to renew it.'
    # What this machine trusts for downloads counts for the runner.
    echo "export NODE_USE_SYSTEM_CA=1"
    if [ -n "$ca" ]; then echo "export NODE_EXTRA_CA_CERTS=$(quote "$ca")"; fi
    if [ -n "$https_proxy$http_proxy" ]; then
      # Whatever the surroundings say: the lower case would win.
      echo "unset https_proxy http_proxy no_proxy"
      echo "export NODE_USE_ENV_PROXY=1 HTTPS_PROXY=$(quote "$https_proxy") HTTP_PROXY=$(quote "$http_proxy") NO_PROXY=$(quote "$no_proxy")"
    fi
    echo "export NODE_COMPILE_CACHE=$(quote "$folder/compiled")"
    echo "read -r current <$(quote "$folder/current") || exit 1"
    echo "version=$(quote "$folder/versions")/\$current"
    echo "node=$(quote "$node")"
    echo 'if [ -x "$version/node" ]; then node=$version/node; fi'
    echo 'exec "$node" "$version/package/bin/mission-control.js" "$@"'
  } | put bin/mission-control 755 || exit 1
}

# Each step of the way by itself, so that what is wrong has a name.
check_way() {
  say "Testing the way to $server ..."
  case "$server" in
    https:*) proxy=$https_proxy ;;
    *) proxy=$http_proxy ;;
  esac
  [ -z "$proxy" ] || say "  by the proxy $proxy, but for: ${no_proxy:-nothing}"
  answer=$(mktemp 2>/dev/null || echo "/tmp/mission-control-check-$$")
  trap 'rm -f "$answer"' EXIT
  fetch /api/health "$answer" || stop "The server can't be reached: ${wrong:-no answer}"
  grep -q '"version"' "$answer" || stop "Something answers at $server, but it is not Mission Control."
  say "  HTTP works"
  if [ $fetcher = wget ]; then
    say "  the WebSocket can't be tested without curl"
    return
  fi
  set -- -s -o /dev/null -w '%{http_code}' --http1.1 --max-time 20
  [ -z "$ca" ] || set -- "$@" --cacert "$ca"
  # The server opens a WebSocket there and closes it at once: nothing else answers with 101.
  code=$(curl "$@" -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
    -H 'Sec-WebSocket-Key: bWlzc2lvbi1jb250cm9sIQ==' "$server/api/runners/check" </dev/null)
  [ "$code" = 101 ] || stop "WebSockets don't get through: expected the server to open one (HTTP 101), got $code. A proxy on the way has to pass on the headers Upgrade and Connection, and what follows them."
  say "  WebSockets get through"
  say "The way is free."
}

main() {
  set -u
  read_options "$@"
  choose_fetcher
  name_folder
  find_way
  if [ -n "$check" ]; then check_way; exit 0; fi
  claim_folder
  if [ -z "$token$program" ] && [ ! -e "$folder/desktop/joined.json" ]; then
    stop "A machine joins with a token (mcj_...), and none was given: ... | sh -s -- mcj_..."
  fi
  if [ -n "$program" ]; then
    runtime_sum='' version_dir=$folder/versions/$program
    open_folder
    install_version
    exit 0
  fi
  find_platform
  choose_runtime
  say_plan
  open_folder
  install_version
  keep_way
  write_command
  trap - EXIT
  rm -rf "$folder/.fetched-$$"
  # shellcheck disable=SC2086
  MISSION_CONTROL_JOIN_TOKEN=$token "$folder/bin/mission-control" runner join --server "$server" --dir "$folder/desktop" $more </dev/null 9>&- && exit 0
  code=$?
  # Refused: nothing is left. Else the key is, by which the next attempt is the same desktop.
  if [ -n "$made" ] && [ ! -e "$folder/desktop/key" ]; then
    rm -rf "$folder"
    say "Nothing was left in $folder." >&2
  fi
  exit "$code"
}

main "$@"
exit 1

}
