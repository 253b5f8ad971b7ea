#!/usr/bin/env bash
# A private PostgreSQL for one run of the tests: own folder, own port, own password, nothing kept.
#   scripts/postgres.sh where        prints the folder of the programs ($GUANXI_PG_BIN, or the newest that is found)
#   scripts/postgres.sh start DIR    makes a cluster in DIR, starts it, prints its URL
#   scripts/postgres.sh stop DIR     stops that cluster and removes DIR; does nothing when there is none
# PostgreSQL refuses to run as root; then the system user postgres runs it.
# For one who calls it:  trap 'scripts/postgres.sh stop "$dir"' EXIT  before  url=$(scripts/postgres.sh start "$dir")
set -euo pipefail

main() {
  local verb=${1:-} dir=${2:-}
  if [[ $verb != where && -z $dir ]]; then usage; fi
  case $verb in
    where) where ;;
    start) start "$dir" ;;
    stop) stop "$dir" ;;
    *) usage ;;
  esac
}

usage() {
  echo "usage: scripts/postgres.sh where | start DIR | stop DIR" >&2
  exit 2
}

where() {
  local bin
  for bin in "${GUANXI_PG_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) "$(dirname "$(command -v pg_ctl || echo /none/)")"; do
    if [[ -x $bin/initdb && -x $bin/pg_ctl ]]; then
      echo "$bin"
      return
    fi
  done
  echo "There is no PostgreSQL server here; set GUANXI_PG_BIN when its programs are in an unusual place." >&2
  return 1
}

start() {
  local dir=$1 bin password port
  bin=$(where)
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  mkdir -p "$dir"
  if [[ -e $dir/data ]]; then
    echo "$dir holds a cluster already" >&2
    exit 1
  fi
  # The mark by which stop knows that it may remove the folder.
  touch "$dir/guanxi-test-postgres"
  (umask 077 && echo "$password" >"$dir/password")
  if [[ $(id -u) == 0 ]]; then
    chmod 755 "$dir"
    chown -R postgres "$dir"
  fi
  as_server initdb -D "$dir/data" -U postgres -A password --pwfile="$dir/password" -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" ||
    give_up "$dir/initdb.log"
  settings >>"$dir/data/postgresql.conf"
  # A port can be taken between choosing and using it; then another one is tried.
  for _ in 1 2 3 4 5 6 7 8; do
    port=$((20000 + RANDOM))
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    if as_server pg_ctl -D "$dir/data" -l "$dir/data/log" -o "-p $port" -t 120 -w start >"$dir/start.log" 2>&1; then
      echo "postgres://postgres:$password@127.0.0.1:$port/postgres"
      return
    fi
  done
  give_up "$dir/start.log" "$dir/data/log"
}

# Quick before safe: what a crash would lose here is thrown away anyway.
settings() {
  cat <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
max_connections = 300
CONF
}

stop() {
  local dir=$1 bin
  if [[ ! -e $dir/guanxi-test-postgres ]]; then return; fi
  bin=$(where)
  if [[ -e $dir/data/postmaster.pid ]]; then
    as_server pg_ctl -D "$dir/data" -m immediate -t 60 -w stop >/dev/null || echo "the PostgreSQL in $dir did not stop" >&2
  fi
  rm -rf "$dir"
}

as_server() {
  local as=()
  if [[ $(id -u) == 0 ]]; then as=(setpriv --reuid=postgres --regid=postgres --init-groups); fi
  (cd / && exec "${as[@]}" env -i PATH="$bin:/usr/sbin:/usr/bin:/bin" LC_ALL=C.UTF-8 HOME="$dir" "$@" </dev/null)
}

give_up() {
  cat "$@" >&2 || true
  exit 1
}

main "$@"
