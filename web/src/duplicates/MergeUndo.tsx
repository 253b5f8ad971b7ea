import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { dateText, now, useMay } from '@/lib';
import type { Sort } from './sorts';
import { useUndoMerge } from './useMerging';

type Props = { sort: Sort; kept: string; merge: string };

/** Beside a merge that is told on a record's page: undoes it, as long as that is possible. */
export function MergeUndo({ sort, kept, merge: id }: Props) {
  const { t } = useTranslation('duplicates');
  const mayUndo = useMay(sort, 'remove');
  const undo = useUndoMerge();
  const merges = useQuery({
    queryKey: ['merges', 'into', kept],
    queryFn: () => api.get('/merges', { kept_id: kept }),
    enabled: mayUndo,
  }).data;
  const merge = merges?.items.find((each) => each.id === id);
  if (merge?.state !== 'merged' || !merge.undo_until || now().isAfter(merge.undo_until)) return null;
  return (
    <p className="merge-undo">
      <button type="button" className="link" disabled={undo.isPending} onClick={() => undo.mutate(merge)}>
        {t('duplicates:undo.button')}
      </button>
      <small className="muted">{t('duplicates:undo.until', { day: dateText(merge.undo_until) })}</small>
    </p>
  );
}
