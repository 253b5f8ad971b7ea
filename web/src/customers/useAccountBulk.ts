import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BadgeCheck, Network, Tags, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type BulkRequest, keys, records } from '@/api';
import { useFormat, useShowProblem } from '@/lib';
import { confirm, followJob, type Selection } from '@/ui';

export const BULK_FIELDS = [
  { field: 'owner', icon: UserRound },
  { field: 'tags', icon: Tags },
  { field: 'channel_kind', icon: Network },
  { field: 'credit_grade', icon: BadgeCheck },
] as const;
export type BulkField = (typeof BULK_FIELDS)[number]['field'];

/** Changes, trashes and restores many accounts as one job, over ids or over the whole filter. */
export function useAccountBulk() {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const send = useMutation({
    mutationFn: (request: BulkRequest) => records.bulk('accounts', request),
    onSuccess: (job) =>
      followJob(job.id, t('ui:bulk.job'), () => {
        void client.invalidateQueries({ queryKey: keys.list('accounts') });
        void client.invalidateQueries({ queryKey: ['record', 'accounts'] });
        void client.invalidateQueries({ queryKey: ['totals', 'accounts'] });
        void client.invalidateQueries({ queryKey: ['tags'] });
      }),
    onError: showProblem,
  });
  const target = ({ ids, filter, q }: Selection) => (ids ? { ids } : { filter: filter ?? { all: [] }, q });
  const amountOf = (on: Selection) => `${format.number(on.count)}${on.exact ? '' : '+'}`;
  return {
    amountOf,
    change: (on: Selection, change: Record<string, unknown>) =>
      send.mutate({ ...target(on), action: 'change', change }),
    restore: (on: Selection) => send.mutate({ ...target(on), action: 'restore' }),
    trash: async (on: Selection, clear: () => void) => {
      const yes = await confirm({
        title: t('ui:bulk.trash_title', { amount: amountOf(on) }),
        text: t('ui:bulk.trash_text'),
        yes: t('ui:delete'),
        danger: true,
      });
      if (!yes) return;
      send.mutate({ ...target(on), action: 'trash' });
      clear();
    },
  };
}
