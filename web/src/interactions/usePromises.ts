import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useMay, useShowProblem } from '@/lib';
import type { Interaction, Promised } from './types';
import { useRefresh } from './useRefresh';

type State = 'kept' | 'broken' | 'open';

/** The open promises given to an account, or else one's own; read again when an interaction changes. */
export function usePromises(account?: string) {
  const mayRead = useMay('interaction', 'read');
  return useQuery({
    queryKey: account ? keys.under(account, 'promises') : [...keys.list('interactions'), 'promises'],
    queryFn: () => api.get('/promises', { account_id: account }) as Promise<Promised[]>,
    enabled: mayRead,
  });
}

/** Says that a promise was kept or broken; each can be taken back. */
export function useSettle() {
  const { t } = useTranslation('interactions');
  const client = useQueryClient();
  const refresh = useRefresh();
  const showProblem = useShowProblem();
  const move = useMutation({
    mutationFn: ({ record, state }: { record: Interaction; state: State }) =>
      api.post(`/interactions/${record.id}/promise`, { state }),
    onSuccess: (saved) => {
      client.setQueryData(keys.record('interactions', saved.id), saved);
      refresh(saved.account?.id);
      if (saved.contact) void client.invalidateQueries({ queryKey: ['under', saved.contact.id] });
    },
    onError: showProblem,
  });
  return (record: Interaction, state: State) =>
    move.mutate(
      { record, state },
      {
        onSuccess: () =>
          state !== 'open' &&
          toast(t(`interactions:promised.${state}_said`), {
            action: { label: t('ui:undo'), run: () => move.mutate({ record, state: 'open' }) },
          }),
      },
    );
}
