import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { confirm } from '@/ui';
import { useFresh } from './usePersonal';

/** Removes something that is known of a person, after asking: nothing of it is kept to bring back. */
export function useRemoving(
  contact: string,
  path: `/facts/${string}` | `/preferences/${string}`,
  title: string,
) {
  const { t } = useTranslation('personal');
  const showProblem = useShowProblem();
  const fresh = useFresh(contact);
  const remove = useMutation({
    mutationFn: () => api.remove(path),
    onSuccess: () => toast(t('personal:removed')),
    onError: showProblem,
    onSettled: fresh,
  });
  const ask = async () => {
    const text = t('personal:remove_fact_text');
    if (await confirm({ title, text, yes: t('ui:delete'), danger: true })) remove.mutate();
  };
  return { ask: () => void ask(), busy: remove.isPending };
}
