import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref } from '@/api';
import { toast, useShowProblem } from '@/lib';

/** Takes an account out of the trash and shows it. */
export function useRestore() {
  const { t } = useTranslation('customers');
  const client = useQueryClient();
  const navigate = useNavigate();
  const showProblem = useShowProblem();
  return useMutation({
    mutationFn: ({ id }: Ref) => api.post(`/accounts/${id}/restore`),
    onSuccess: (record, { id, name }) => {
      client.setQueryData(keys.record('accounts', id), record);
      void client.invalidateQueries({ queryKey: keys.list('accounts') });
      toast(t('customers:trash.restored', { name }));
      void navigate({ to: `/accounts/${id}` });
    },
    onError: showProblem,
  });
}
