import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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
  const ended = () => {
    void client.invalidateQueries({ queryKey });
    if (!last?.dry_run) void client.invalidateQueries({ queryKey: ['list'] });
  };
  /** A job that was cancelled has left its undo half-way. */
  const running = last?.state === 'running' && (!job || ['queued', 'running'].includes(job.state));
  return { state: query.data, last, running, ask, ended };
}
