import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, useJob } from '@/api';
import { useFormat, useShowProblem } from '@/lib';
import { confirm, followJob } from '@/ui';
import type { Sort } from './sorts';
import { useRefresh } from './useMerging';

type Numbers = Record<string, number | undefined>;

/** Looks through everything, as a job in the tray. */
export function useScan(kind: Sort) {
  const { t } = useTranslation('duplicates');
  const format = useFormat();
  const refresh = useRefresh();
  const showProblem = useShowProblem();
  return useMutation({
    mutationFn: () => api.post('/duplicates/scan', { kind }),
    onSuccess: ({ id }) =>
      followJob(id, t(`duplicates:scan.job_${kind}`), refresh, ({ result }) => {
        const { looked_at = 0, pairs = 0 } = (result ?? {}) as Numbers;
        const numbers = { looked_at: format.number(looked_at), pairs: format.number(pairs) };
        return t(pairs > 0 ? 'duplicates:scan.found' : 'duplicates:scan.none', numbers);
      }),
    onError: showProblem,
  });
}

/** How many pairs are certain, and merging all of them, as a job in the tray. */
export function useMergeAll(kind: Sort, enabled: boolean) {
  const { t } = useTranslation('duplicates');
  const format = useFormat();
  const refresh = useRefresh();
  const showProblem = useShowProblem();
  const certain = useQuery({
    queryKey: ['duplicates', 'certain', kind],
    queryFn: () => api.get('/duplicates', { kind, certainty: 'certain', dismissed: false, limit: 1 }),
    enabled,
  }).data;
  const send = useMutation({
    mutationFn: () => api.post('/merges/bulk', { kind }),
    onSuccess: ({ id }) =>
      followJob(id, t('duplicates:all.job'), refresh, ({ result }) => {
        const { merged = 0, refused = 0 } = (result ?? {}) as Numbers;
        const done = t('duplicates:all.done', { number: format.number(merged) });
        return refused > 0
          ? [done, t('duplicates:all.refused', { number: format.number(refused) })].join(t('ui:comma'))
          : done;
      }),
    onError: showProblem,
  });
  const ask = async () => {
    if (!certain) return;
    const yes = await confirm({
      title: t(`duplicates:all.ask_${kind}`, { number: format.count(certain.count) }),
      text: t('duplicates:all.ask_text', { days: certain.undo_days }),
      yes: t('duplicates:all.yes'),
    });
    if (yes) send.mutate();
  };
  return { count: certain?.count, ask, isPending: send.isPending };
}

/** A merge that was not undone with the others, and why. */
export type Left = { id: string; merged: string | null; code: string };

/** Undoes several merges, or all that one job has done, as a job in the tray; tells afterwards which were left, and why. */
export function useUndoMany() {
  const { t } = useTranslation('duplicates');
  const format = useFormat();
  const refresh = useRefresh();
  const showProblem = useShowProblem();
  const [asked, setAsked] = useState<string>();
  const job = useJob(asked).data;
  const send = useMutation({
    mutationFn: (wanted: Schema<'UndoMany'>) => api.post('/merges/undo', wanted),
    onSuccess: ({ id }) => {
      setAsked(id);
      followJob(id, t('duplicates:undo_many.job'), refresh, ({ result }) => {
        const { undone = 0, refused = 0 } = (result ?? {}) as Numbers;
        const done = t('duplicates:undo_many.done', { number: format.number(undone) });
        return refused > 0
          ? [done, t('duplicates:undo_many.refused', { number: format.number(refused) })].join(t('ui:comma'))
          : done;
      });
    },
    onError: showProblem,
  });
  const left = (job?.result?.left ?? []) as Left[];
  const isBusy = send.isPending || job?.state === 'queued' || job?.state === 'running';
  return { undo: send.mutateAsync, left, isBusy };
}
