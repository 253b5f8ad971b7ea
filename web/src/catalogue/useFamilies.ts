import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type BulkRequest, type Filter, keys, records } from '@/api';
import { useShowProblem } from '@/lib';
import { followJob } from '@/ui';

/** The families, each with how many products it has; last the products without one. */
export function useFamilies() {
  return useQuery({
    queryKey: [...keys.list('products'), 'families'],
    queryFn: () => api.get('/product-families'),
  });
}

/** The products of a family, or those without one. */
export function ofFamily(family: string | null | undefined): Filter {
  const of: Filter = family
    ? { field: 'family', op: 'in', value: [family] }
    : { field: 'family', op: 'empty' };
  return { all: [of] };
}

/** Gives many products a family, or takes it away, as one job in the tray. */
export function useGiveFamily() {
  const { t } = useTranslation('catalogue');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  return useMutation({
    mutationFn: ({ target, family }: { target: Partial<BulkRequest>; family: string | null }) =>
      records.bulk('products', { ...target, action: 'change', change: { family } }),
    onSuccess: ({ id }, { family }) =>
      followJob(id, family ? t('catalogue:job', { family }) : t('catalogue:job_none'), () => {
        for (const stale of [
          keys.list('products'),
          ['record', 'products'],
          ['totals', 'products'],
          ['under'],
        ]) {
          void client.invalidateQueries({ queryKey: stale });
        }
      }),
    onError: showProblem,
  });
}
