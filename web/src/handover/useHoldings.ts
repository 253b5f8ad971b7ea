import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, keys, type Schema } from '@/api';
import { useFormat } from '@/lib';

export type Holdings = Schema<'Holdings'>;

/** What a successor would take over from a colleague. Beneath the record, so that a change of the user reads it again. */
export function useHoldings(id: string) {
  return useQuery({
    queryKey: [...keys.record('users', id), 'holdings'],
    queryFn: () => api.get(`/users/${id}/holdings`),
    staleTime: 0,
  });
}

/** «400 customers, 900 contacts, 12 tasks». */
export function useHoldingsText() {
  const { t } = useTranslation('handover');
  const format = useFormat();
  return ({ accounts, contacts, tasks }: Holdings) =>
    [
      t('handover:accounts', { count: accounts, number: format.number(accounts) }),
      t('handover:contacts', { count: contacts, number: format.number(contacts) }),
      t('handover:tasks', { count: tasks, number: format.number(tasks) }),
    ].join(t('ui:comma'));
}
