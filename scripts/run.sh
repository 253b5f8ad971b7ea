#!/usr/bin/env bash
# Starts the program that `make run` has built and says where to find it. Arguments go to `guanxi serve`.
set -euo pipefail
cd "$(dirname "$0")/.."

listen=${GUANXI_LISTEN:-127.0.0.1:8080}
for ((at = 1; at <= $#; at++)); do
  case ${!at} in
    --listen) next=$((at + 1)) && listen=${!next:-$listen} ;;
    --listen=*) listen=${!at#--listen=} ;;
  esac
done

echo "Guanxi: http://$listen   (Ctrl-C ends it)"
exec target/release/guanxi serve "$@"
