import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, useJob } from '@/api';
import { useShowProblem } from '@/lib';
import type { ImportUndoState } from './types';

/** Whether an import can be undone, what became of it, and the two ways to ask for it: a trial, and in earnest. */
export function useImportUndo(id: string) {
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const queryKey = ['imports', id, 'undo'];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }): Promise<ImportUndoState> => api.get(`/imports/${id}/undo`, undefined, { signal }),
  });
  const last = query.data?.last ?? undefined;
  const job = useJob(last?.state === 'running' ? last.job_id : undefined).data;
  const ask = useMutation({
    mutationFn: (dryRun: boolean) => api.post(`/imports/${id}/undo`, { dry_run: dryRun }),
    onError: showProblem,
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  const stood = job && !['queued', 'running'].includes(job.state) ? job.state : undefined;
  const earnest = last?.dry_run === false;
  useEffect(() => {
    if (!stood) return;
    void client.invalidateQueries({ queryKey: ['imports', id, 'undo'] });
    if (earnest) void client.invalidateQueries({ queryKey: ['list'] });
  }, [client, id, stood, earnest]);
  /** A job that was cancelled has left its undo half-way; of one that is done it is not told yet what it has come to. */
  const running = last?.state === 'running' && (!stood || stood === 'done');
  return { state: query.data, last, running, ask };
}
