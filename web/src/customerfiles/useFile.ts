import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, keys } from '@/api';
import { useShowProblem } from '@/lib';
import type { CustomerFile } from './types';

/** The file of a customer. What happens to the customer makes it old. */
export function useFile(id: string) {
  return useQuery({
    queryKey: keys.under(id, 'file'),
    queryFn: () => api.get(`/accounts/${id}/file`),
  });
}

/** Does something with the file and shows what has become of it. */
export function useFileAction<Input>(
  id: string,
  send: (input: Input) => Promise<CustomerFile>,
  onDone?: () => void,
) {
  const client = useQueryClient();
  const showProblem = useShowProblem();
  return useMutation({
    mutationFn: send,
    onSuccess: (file) => {
      client.setQueryData(keys.under(id, 'file'), file);
      void client.invalidateQueries({ queryKey: keys.under(id, 'timeline') });
      void client.invalidateQueries({ queryKey: keys.list('accounts') });
      onDone?.();
    },
    onError: (error) => {
      showProblem(error);
      void client.invalidateQueries({ queryKey: keys.under(id, 'file') });
    },
  });
}
