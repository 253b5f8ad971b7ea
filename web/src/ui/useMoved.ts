import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { kindIn } from '@/lib';

/**
 * Whether the record at this address is another one by now, which it was merged into: then the address is set right, and
 * nothing is shown until it is.
 */
export function useMoved(list: string, asked: string, found: string | undefined): boolean {
  const navigate = useNavigate();
  const to = found !== undefined && found !== asked ? kindIn(list)?.page?.(found) : undefined;
  useEffect(() => {
    if (to) void navigate({ to, search: true as never, replace: true });
  }, [to, navigate]);
  return to !== undefined;
}
