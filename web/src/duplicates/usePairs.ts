import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Schema, usePages } from '@/api';
import { toast, useShowProblem } from '@/lib';
import type { Shown } from './addresses';
import type { Pair } from './types';
import { useRefresh } from './useMerging';

const PAGE = 30;

/** Pairs of records that may be one, the surest first. */
export function usePairs(filter: Shown) {
  return usePages({
    queryKey: ['duplicates', 'pairs', filter],
    read: (cursor, signal): Promise<Schema<'Pairs'>> =>
      api.get('/duplicates', { ...filter, cursor, limit: PAGE }, { signal }),
  });
}

/** Says that two are two, or proposes them again; either can be taken back. */
export function useJudge() {
  const { t } = useTranslation('duplicates');
  const refresh = useRefresh();
  const showProblem = useShowProblem();
  const judge = useMutation({
    mutationFn: ({ id, dismissed }: Pick<Pair, 'id' | 'dismissed'>): Promise<Pair> =>
      api.post(`/duplicates/${id}/judge`, { dismissed }),
    onSuccess: ({ id, dismissed }) => {
      refresh();
      toast(t(dismissed ? 'duplicates:judged' : 'duplicates:proposed'), {
        action: { label: t('ui:undo'), run: () => judge.mutate({ id, dismissed: !dismissed }) },
      });
    },
    onError: showProblem,
  });
  return judge;
}
