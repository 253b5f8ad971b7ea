# The steps of scripts/test.sh, one function each. Sourced, from the top of the repository, with set -euo pipefail.
# shellcheck shell=bash

# Types, style, unit tests, a build, and the size of what a browser has to load. One fault does not hide the next.
step_web() {
  local faults=0
  make --no-print-directory web/node_modules/.package-lock.json
  (cd web && npm run check) || faults=1
  (cd web && npm test) || faults=1
  make --no-print-directory web/dist/index.html
  (cd web && npm run budget) || faults=1
  return $faults
}

# Formatting and clippy, where the toolchain has them.
step_lint() {
  if ! cargo clippy --version >/dev/null 2>&1 || ! cargo fmt --version >/dev/null 2>&1; then
    echo "clippy or rustfmt is not installed («rustup component add clippy rustfmt»): the style of the crates is not looked at."
    return
  fi
  dist
  cargo fmt --all --check
  if [[ ${RUSTC_WORKSPACE_WRAPPER:-} == clippy-driver ]]; then
    said_nothing
  else
    cargo clippy --workspace --all-targets --locked -- -D warnings
  fi
}

# Clippy has compiled everything: cargo repeats what it said.
said_nothing() {
  local said
  said=$(cargo build --workspace --all-targets --locked 2>&1) || { echo "$said"; return 1; }
  if grep -q '^warning' <<<"$said"; then
    echo "$said"
    return 1
  fi
}

step_sqlite() {
  dist
  env -u GUANXI_TEST_POSTGRES bash -euo pipefail -c 'source scripts/steps.sh; crates'
}

# Not local: the trap runs after the function has ended.
step_postgres() {
  dist
  postgres=$(mktemp -d)
  trap 'scripts/postgres.sh stop "$postgres"' EXIT
  GUANXI_TEST_POSTGRES=$(scripts/postgres.sh start "$postgres")
  export GUANXI_TEST_POSTGRES
  crates
}

# What keeps files, with a service that speaks S3 in the place of a folder. Not local: the trap runs after the function has ended.
step_s3() {
  dist
  weed=$(mktemp -d)
  trap 'scripts/weed.sh stop "$weed"' EXIT
  AWS_ACCESS_KEY_ID=guanxi
  AWS_SECRET_ACCESS_KEY=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
  GUANXI_TEST_S3=$(scripts/weed.sh start "$weed")
  export GUANXI_TEST_S3
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --locked -E 'package(guanxi-files) + (package(guanxi-crm) & test(attachments::))'
  else
    cargo test --package guanxi-files --locked
    cargo test --package guanxi-crm --lib --locked attachments::
  fi
}

# The examples in the documentation of the crates, when there are any.
step_docs() {
  if grep -rqE '^ *//[/!] ```(rust)?$' crates --include='*.rs'; then
    cargo test --workspace --doc --locked
  else
    echo "no examples to run"
  fi
}

# openapi.json and the client made of it say what the program says.
step_generated() {
  local fresh
  program
  fresh=$(mktemp -d)
  trap "rm -rf '$fresh'" EXIT
  target/debug/guanxi openapi >"$fresh/openapi.json"
  same openapi.json "$fresh/openapi.json"
  (cd web && npm run client -- --check)
}

# The journeys, against the program itself.
step_e2e() {
  program
  make --no-print-directory e2e/node_modules/.package-lock.json
  cd e2e
  npm run check
  CHROMIUM_PATH=$(../scripts/chromium.sh) npm test
}

# The program takes the web app in, so it has to be there first.
dist() { make --no-print-directory web/dist/index.html; }

# The program, built together with the tests: alone, all that it depends on would be compiled a second time (docs/decisions/0015).
program() {
  dist
  cargo build --workspace --bins --tests --locked
}

# All tests of the crates, on the database that GUANXI_TEST_POSTGRES says.
crates() {
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --no-fail-fast --locked
  else
    echo "cargo-nextest is not installed («cargo install cargo-nextest --locked»); cargo test does it more slowly."
    cargo test --workspace --no-fail-fast --locked --lib --bins --tests
  fi
}

same() {
  if cmp -s "$1" "$2"; then
    echo "$1 is up to date"
  else
    diff -u "$1" "$2" | head -n 60 || true
    echo "$1 is stale: run «make openapi» and commit what it writes." >&2
    return 1
  fi
}
