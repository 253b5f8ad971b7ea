import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Schema, usePages } from '@/api';
import { dayOf, kindIn, now, useMay } from '@/lib';
import { ErrorLine, More, When } from '@/ui';
import { LIST_OF, sortOf } from './sorts';
import type { Merge } from './types';
import { useUndoMerge } from './useMerging';

const PAGE = 20;

/** What was merged, the newest first, each with the way back as long as there is one. */
export function MergeHistory() {
  const { t } = useTranslation('duplicates');
  const query = usePages({
    queryKey: ['merges', 'all'],
    read: (cursor, signal): Promise<Schema<'Merges'>> =>
      api.get('/merges', { cursor, limit: PAGE }, { signal }),
  });
  if (query.isError && query.items.length === 0)
    return <ErrorLine error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <i className="bone" style={{ height: 60 }} />;
  if (query.items.length === 0) return <p className="muted quiet-note">{t('duplicates:merges.none')}</p>;
  return (
    <>
      <ul className="merges">
        {query.items.map((merge) => (
          <MergeLine key={merge.id} merge={merge} />
        ))}
      </ul>
      <More query={query} />
    </>
  );
}

function MergeLine({ merge }: { merge: Merge }) {
  const { t } = useTranslation('duplicates');
  const sort = sortOf(merge.kind) ?? 'account';
  const mayUndo = useMay(sort, 'remove');
  const undo = useUndoMerge();
  const until = merge.state === 'merged' ? merge.undo_until : undefined;
  const isOpen = Boolean(until) && !now().isAfter(until);
  return (
    <li>
      <span>
        {t('duplicates:merges.merged', { name: merge.merged.name })}
        <Link to={kindIn(LIST_OF[sort])?.page?.(merge.kept.id) ?? '.'} className="linkish">
          <strong>{merge.kept.name}</strong>
        </Link>
      </span>
      <small className="muted">
        {merge.by && `${merge.by.name} · `}
        <When value={merge.at} />
        {` · ${isOpen && until ? t('duplicates:undo.until', { day: dayOf(until) }) : t(`duplicates:merges.${merge.state === 'undone' ? 'undone' : 'final'}`)}`}
      </small>
      {isOpen && mayUndo && (
        <Button
          size="small"
          loading={undo.isPending}
          aria-label={t('duplicates:undo.of', { name: merge.merged.name })}
          onClick={() => undo.mutate(merge)}
        >
          {t('ui:undo')}
        </Button>
      )}
    </li>
  );
}
