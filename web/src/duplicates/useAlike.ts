import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '@/api';
import { type Facts, isWorthAsking } from './facts';
import type { Sort } from './sorts';
import type { Found } from './types';

/** What was told is not asked for again so soon: of what one may not see, little is told in an hour. */
const FRESH_MS = 60_000;

/** What is like a record that is entered, or that is there already. Nothing is asked where there is nothing to go by. */
export function useAlike(sort: Sort, facts: Facts | undefined, except: string | undefined) {
  const asked = facts && isWorthAsking(facts) ? facts : undefined;
  const query = useQuery({
    queryKey: ['duplicates', 'alike', sort, asked, except],
    enabled: asked !== undefined,
    queryFn: ({ signal }): Promise<Found> => {
      const options = { query: { except }, signal };
      const body = asked ?? { name: '' };
      return sort === 'account'
        ? api.post('/accounts/duplicates', body, options)
        : api.post('/contacts/duplicates', body, options);
    },
    staleTime: FRESH_MS,
    retry: false,
    // What stands beneath a field does not flicker while the next answer comes.
    placeholderData: keepPreviousData,
  });
  return { ...query, found: asked ? query.data : undefined };
}
