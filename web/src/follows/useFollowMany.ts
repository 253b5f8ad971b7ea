import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Star, StarOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { useShowProblem } from '@/lib';
import { type BulkAction, followJob } from '@/ui';
import { targetOf } from '@/ui/list/useBulkJob';
import type { Selection } from '@/ui/list/useTicks';

/** Follows ticked records; where one looks at those that one follows, ends it. */
export function useFollowMany(list: 'accounts' | 'contacts'): BulkAction[] {
  const { t } = useTranslation('follows');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const { filter } = useSearch({ strict: false }) as { filter?: unknown };
  const following = JSON.stringify(filter ?? null).includes('"field":"followed"');
  const send = useMutation({
    mutationFn: (on: Selection) => api.post('/follows', { list, ...targetOf(on), following: !following }),
    onSuccess: ({ id }) =>
      followJob(id, t(following ? 'follows:job_end' : 'follows:job'), () => {
        void client.invalidateQueries({ queryKey: keys.list(list) });
        void client.invalidateQueries({ queryKey: ['under'] });
      }),
    onError: showProblem,
  });
  return [
    {
      key: 'follow',
      label: t(following ? 'follows:unfollow' : 'follows:follow'),
      icon: following ? StarOff : Star,
      run: (on, clear) => {
        send.mutate(on);
        clear();
      },
    },
  ];
}
