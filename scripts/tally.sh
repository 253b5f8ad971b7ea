#!/usr/bin/env bash
# Reads what scripts/test.sh kept, repeats the closing lines of the runners and adds them up to "N passed, N failed".
# A step that failed without a failing test (a build, a check) counts as one failure.
set -euo pipefail
if ! cd "$(dirname "$0")/../target/test-logs" 2>/dev/null; then
  echo "no test was run"
  echo "0 passed, 1 failed"
  exit 1
fi
shopt -s nullglob

passed=0
failed=0

main() {
  local log step tests_failed
  for log in *.log; do
    step=${log%.log}
    tests_failed=$failed
    add "$step" "$log"
    if [[ -e $step.failed && $failed == "$tests_failed" ]]; then
      echo "$step: failed outside its tests"
      failed=$((failed + 1))
    fi
  done
  echo "$passed passed, $failed failed"
  ((failed == 0 && passed > 0))
}

# nextest:     Summary [ 1.2s] 5 tests run: 4 passed (1 slow), 1 failed, 0 skipped
# cargo test:  test result: ok. 5 passed; 0 failed; …
# vitest:      Tests  1 failed | 4 passed (5)
# Playwright:  1 failed, then 4 passed (3.2s), each on a line
add() {
  local line
  while IFS= read -r line; do
    echo "$1: $line"
    passed=$((passed + $(count 'passed' "$line")))
    failed=$((failed + $(count '(failed|timed out|exec failed|interrupted|did not run)' "$line")))
  done < <(sed 's/\x1b\[[0-9;]*[A-Za-z]//g' "$2" | tr -d '\r' | grep -E \
    -e '^ *Summary \[.*tests? run:' \
    -e '^test result: ' \
    -e '^ *Tests  +[0-9]' \
    -e '^ *[0-9]+ (passed|failed|flaky|skipped|interrupted|did not run)( \([0-9.]+m?s?\))?$' | sed 's/^ *//')
}

# The sum of all numbers that stand before a word.
count() {
  { grep -oE "[0-9]+ $1" <<<"$2" || true; } | awk '{ sum += $1 } END { print sum + 0 }'
}

main
