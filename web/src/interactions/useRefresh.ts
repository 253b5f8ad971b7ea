import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { keys } from '@/api';

/** What a written contact or a ticked task changes elsewhere: lists, the account, its timeline. */
export function useRefresh() {
  const client = useQueryClient();
  return useCallback(
    (account?: string | null) => {
      for (const list of ['interactions', 'tasks', 'accounts']) {
        void client.invalidateQueries({ queryKey: keys.list(list) });
      }
      // A task is moved without being read: what is known of it is old.
      void client.invalidateQueries({ queryKey: ['record', 'tasks'] });
      if (!account) return;
      void client.invalidateQueries({ queryKey: keys.record('accounts', account) });
      void client.invalidateQueries({ queryKey: ['under', account] });
    },
    [client],
  );
}
