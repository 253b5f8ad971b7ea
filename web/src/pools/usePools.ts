import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useShowProblem } from '@/lib';
import type { Lack, Outcomes, PoolRule } from './types';
import { TERMS } from './types';

/** The pools that one sees. An event of any pool makes them old. */
export function usePools() {
  return useQuery({ queryKey: keys.list('pools'), queryFn: () => api.get('/pools') });
}

/** What reads anew after customers have changed hands. */
export function useFresh() {
  const client = useQueryClient();
  return () => {
    for (const list of ['pools', 'pooled', 'accounts'])
      void client.invalidateQueries({ queryKey: keys.list(list) });
  };
}

/** Says how many changed hands, and of those that did not the first reason. */
export function useTell() {
  const { t } = useTranslation('pools');
  return ({ items, done }: Outcomes, what: 'taken' | 'given') => {
    const refused = items.find((item) => item.refused);
    const text = [
      ...(done > 0 ? [t(`pools:${what}`, { count: done })] : []),
      ...(refused
        ? [
            t('pools:left_out', {
              count: items.length - done,
              why: t(`ui:problem.${refused.refused}`, { defaultValue: refused.detail ?? '' }),
            }),
          ]
        : []),
    ].join(t('ui:semicolon'));
    if (text) toast(text, refused ? { tone: 'danger' } : undefined);
  };
}

/** Takes customers out of their pool. Of one alone, who was quicker or which cap is reached is told as a failure. */
export function useTake(onDone?: () => void) {
  const { t } = useTranslation('pools');
  const fresh = useFresh();
  const tell = useTell();
  const showProblem = useShowProblem();
  return useMutation({
    mutationFn: async (ids: string[]) => {
      const [only, another] = ids;
      if (only && !another) {
        await api.post(`/pooled/${only}/take`);
        return undefined;
      }
      return api.post('/pooled/take', { ids });
    },
    onSuccess: (outcomes) => {
      if (outcomes) tell(outcomes, 'taken');
      else toast(t('pools:taken', { count: 1 }));
      onDone?.();
    },
    onError: showProblem,
    onSettled: fresh,
  });
}

/** Why a rule takes a customer, in words. */
export function useLacks() {
  const { t } = useTranslation('pools');
  return (lacks: Lack[]) =>
    lacks
      .map(({ missing, days, least }) => t(`pools:lack.${missing}`, { days, least }))
      .join(t('ui:semicolon'));
}

/** The terms of a rule, in words. */
export function useTerms() {
  const { t } = useTranslation('pools');
  return (rule: Pick<PoolRule, (typeof TERMS)[number]>) =>
    TERMS.flatMap((term) => {
      const days = rule[term];
      return typeof days === 'number' ? [t(`pools:term.${term}`, { days })] : [];
    }).join(t('pools:and'));
}
