import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type BulkRequest, keys, records } from '@/api';
import { useFormat, useShowProblem } from '@/lib';
import { confirm } from '../confirm';
import { followJob } from '../jobs';
import type { Selection } from './useTicks';

/** The ids, or the filter itself: a bulk action never works on a page. */
export function targetOf({ ids, filter, q }: Selection): Partial<BulkRequest> {
  return ids ? { ids } : { filter: filter ?? { all: [] }, q };
}

/** Changes, trashes and restores many records of a list, each time as one job in the tray. */
export function useBulkJob(list: string) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const send = useMutation({
    mutationFn: (request: BulkRequest) => records.bulk(list, request),
    onSuccess: (job) =>
      followJob(job.id, t('ui:bulk.job'), () => {
        void client.invalidateQueries({ queryKey: keys.list(list) });
        void client.invalidateQueries({ queryKey: ['record', list] });
        void client.invalidateQueries({ queryKey: ['totals', list] });
        void client.invalidateQueries({ queryKey: ['tags', list] });
      }),
    onError: showProblem,
  });
  const amountOf = (on: Selection) => `${format.number(on.count)}${on.exact ? '' : '+'}`;
  return {
    amountOf,
    change: (on: Selection, change: Record<string, unknown>) =>
      send.mutate({ ...targetOf(on), action: 'change', change }),
    restore: (on: Selection) => send.mutate({ ...targetOf(on), action: 'restore' }),
    trash: async (on: Selection, clear: () => void) => {
      const yes = await confirm({
        title: t('ui:bulk.trash_title', { amount: amountOf(on) }),
        text: t('ui:bulk.trash_text'),
        yes: t('ui:delete'),
        danger: true,
      });
      if (!yes) return;
      send.mutate({ ...targetOf(on), action: 'trash' });
      clear();
    },
  };
}
