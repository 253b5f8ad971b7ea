import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { dayOf, now, useMay } from '@/lib';
import './duplicates.css';
import type { Sort } from './sorts';
import { useUndoMerge } from './useMerging';

type Props = { sort: Sort; kept: string; merge: string };

/** Beside a merge that is told on a record's page: undoes it, as long as that is possible. */
export function MergeUndo({ sort, kept, merge: id }: Props) {
  const { t } = useTranslation('duplicates');
  const mayUndo = useMay(sort, 'remove');
  const undo = useUndoMerge();
  const query = useQuery({
    queryKey: ['merges', 'into', kept],
    queryFn: () => api.get('/merges', { kept_id: kept }),
    enabled: mayUndo,
  });
  // The room of what is on its way.
  if (query.isLoading) return <p className="merge-undo" />;
  const merge = query.data?.items.find((each) => each.id === id);
  if (merge?.state !== 'merged' || !merge.undo_until || now().isAfter(merge.undo_until)) return null;
  return (
    <p className="merge-undo">
      <button type="button" className="link" disabled={undo.isPending} onClick={() => undo.mutate(merge)}>
        {t('duplicates:undo.button')}
      </button>
      <small className="muted">{t('duplicates:undo.until', { day: dayOf(merge.undo_until) })}</small>
    </p>
  );
}
