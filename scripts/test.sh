#!/usr/bin/env bash
# Everything that must pass: the web app, the crates on SQLite and on PostgreSQL, the store of files
# on S3, what is generated, style, the journeys in a browser. Each step runs even when an earlier one failed; its output is kept in target/test-logs/.
#   scripts/test.sh             all steps
#   scripts/test.sh web e2e     only these
set -euo pipefail
cd "$(dirname "$0")/.."

logs=target/test-logs
steps=(web sqlite postgres s3 docs generated lint e2e)
failed=()

main() {
  local step
  if (($# > 0)); then steps=("$@"); fi
  scripts/needs.sh build
  case " ${steps[*]} " in *" postgres "*) scripts/needs.sh postgres ;; esac
  case " ${steps[*]} " in *" s3 "*) scripts/needs.sh weed ;; esac
  case " ${steps[*]} " in *" e2e "*) scripts/needs.sh chromium ;; esac
  rm -rf "$logs"
  mkdir -p "$logs"
  for step in "${steps[@]}"; do run "$step"; done
  echo
  if ((${#failed[@]} > 0)); then
    echo "failed: ${failed[*]} (output in $logs/)"
    exit 1
  fi
  echo "passed: ${steps[*]}"
}

# Runs one step in a shell of its own, shows its output and keeps it.
run() {
  local step=$1 since=$SECONDS
  printf '\n──── %s\n' "$step"
  if bash -euo pipefail -c "source scripts/steps.sh; step_$step" 2>&1 </dev/null | tee "$logs/$step.log"; then
    printf '──── %s passed, %s s\n' "$step" $((SECONDS - since))
  else
    touch "$logs/$step.failed"
    failed+=("$step")
    printf '──── %s FAILED, %s s\n' "$step" $((SECONDS - since))
  fi
}

main "$@"
