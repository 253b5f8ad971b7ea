import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, keys, type Schema } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { LIST_OF, sortOf } from './sorts';
import type { Merge } from './types';

/** What is shown of pairs and of merges, and of every record: a merge reaches far. */
export function useRefresh() {
  const client = useQueryClient();
  return () => {
    for (const key of ['duplicates', 'merges', 'list', 'totals', 'record', 'under'])
      void client.invalidateQueries({ queryKey: [key] });
  };
}

/** Parts what was merged. Whoever asks may have left the page by then. */
export function useUndoMerge() {
  const { t } = useTranslation('duplicates');
  const refresh = useRefresh();
  const showProblem = useShowProblem();
  return useMutation({
    mutationFn: ({ id }: Pick<Merge, 'id'>): Promise<Merge> => api.post(`/merges/${id}/undo`),
    onSuccess: ({ merged }) => {
      refresh();
      toast(t('duplicates:undo.done', { name: merged.name }));
    },
    onError: showProblem,
  });
}

/** Makes one of two, and has the way back at hand. */
export function useMerge() {
  const { t } = useTranslation('duplicates');
  const client = useQueryClient();
  const refresh = useRefresh();
  const undo = useUndoMerge();
  return useMutation({
    mutationFn: (wanted: Schema<'NewMerge'>): Promise<Merge> => api.post('/merges', wanted),
    onSuccess: (merge, { fields }) => {
      const sort = sortOf(merge.kind);
      if (sort) client.removeQueries({ queryKey: keys.record(LIST_OF[sort], merge.merged.id) });
      refresh();
      const { name } = fields?.includes('name') ? merge.merged : merge.kept;
      toast(t('duplicates:merge.done', { name }), {
        action: { label: t('ui:undo'), run: () => undo.mutate(merge) },
      });
    },
  });
}
