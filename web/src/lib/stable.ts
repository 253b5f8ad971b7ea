import { useCallback, useRef } from 'react';

/** One and the same function from drawing to drawing that does what the latest would: for what is memoised. */
export function useStable<A extends unknown[], R>(run: (...args: A) => R): (...args: A) => R {
  const latest = useRef(run);
  latest.current = run;
  return useCallback((...args: A) => latest.current(...args), []);
}
