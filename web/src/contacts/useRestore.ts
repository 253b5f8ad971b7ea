import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref } from '@/api';
import { toast, useShowProblem } from '@/lib';

/** Takes a person out of the trash and shows them. */
export function useRestore() {
  const { t } = useTranslation('contacts');
  const client = useQueryClient();
  const navigate = useNavigate();
  const showProblem = useShowProblem();
  return useMutation({
    mutationFn: ({ id }: Ref) => api.post(`/contacts/${id}/restore`),
    onSuccess: (record, { id, name }) => {
      client.setQueryData(keys.record('contacts', id), record);
      void client.invalidateQueries({ queryKey: keys.list('contacts') });
      toast(t('contacts:trash.restored', { name }));
      void navigate({ to: `/contacts/${id}` });
    },
    onError: showProblem,
  });
}
