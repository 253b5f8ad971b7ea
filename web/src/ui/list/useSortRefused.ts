import { useEffect } from 'react';
import { Problem } from '@/api';
import { useShowProblem } from '@/lib';

/** An order is refused, as one without an index is over a long list: it is said why, and the list takes its own order again. */
export function useSortRefused(error: unknown, takeOwnOrder: () => void) {
  const showProblem = useShowProblem();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a refusal is told once.
  useEffect(() => {
    const isRefused = error instanceof Problem && error.errors.some(({ pointer }) => pointer === '/sort');
    if (!isRefused) return;
    showProblem(error);
    takeOwnOrder();
  }, [error]);
}
