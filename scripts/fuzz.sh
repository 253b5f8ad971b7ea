#!/usr/bin/env bash
# Sends what no client would send to every operation of the OpenAPI document, with Schemathesis, to the real binary on a
# workspace with demo data; fails when anything is answered with a 5xx.
#   scripts/fuzz.sh [EXAMPLES]     examples per operation, 40 when not given
# Takes target/release/guanxi, or the program in $GUANXI_BINARY; GUANXI_DATABASE_URL chooses PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."

examples=${1:-40}
binary=$(realpath "${GUANXI_BINARY:-target/release/guanxi}")
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT

python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet 'schemathesis==4.32.5'

cd "$work"
export GUANXI_DATA="$work/data"
GUANXI_PASSWORD='a password for fuzzing' "$binary" workspace create --name Fuzz --admin Fuzz --email fuzz@example.com >"$work/setup.log" 2>&1
"$binary" demo >>"$work/setup.log" 2>&1
token=$("$binary" token create --user fuzz@example.com --name fuzz 2>>"$work/setup.log" | tail -n 1 | awk '{print $NF}')
port=$((20000 + RANDOM % 20000))
"$binary" serve --listen "127.0.0.1:$port" >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
  sleep 0.1
done

# The stream of live updates does not end by itself; signing in would only meet the throttle, and a run that finds its own
# token takes it away.
"$work/python/bin/schemathesis" run "http://127.0.0.1:$port/api/v1/openapi.json" \
  --header "Authorization: Bearer $token" --checks not_a_server_error --max-examples "$examples" \
  --exclude-path-regex '/(events|setup|sessions|tokens)(/|$)' --request-timeout 20 --workers 1 --continue-on-failure --no-color
if ! kill -0 "$server" 2>/dev/null; then
  echo "the server has ended:" >&2
  tail -n 20 "$work/server.log" >&2
  exit 1
fi
