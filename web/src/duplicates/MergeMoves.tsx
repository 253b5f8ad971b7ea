import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Count, type Ref } from '@/api';
import { useFormat } from '@/lib';
import { ErrorLine } from '@/ui';
import type { Sort } from './sorts';

/** In the order in which they matter to a person. */
const TABLES = [
  'orders',
  'contact_accounts',
  'interactions',
  'interaction_contacts',
  'tasks',
  'episodes',
  'comments',
  'account_relations',
  'delivered_values',
  'account_tags',
  'contact_tags',
  'follows',
  'notifications',
];

type Props = { kind: Sort; kept: Pick<Ref, 'id' | 'name'>; merged: Pick<Ref, 'id' | 'name'> };

/** What belongs to the record that goes, and comes to the one that stays. */
export function MergeMoves({ kind, kept, merged }: Props) {
  const { t } = useTranslation('duplicates');
  const format = useFormat();
  const query = useQuery({
    // Not among what a merge makes look again: one of the two is gone by then.
    queryKey: ['merge_moves', kind, kept.id, merged.id],
    queryFn: () => api.get('/merges/preview', { kind, kept_id: kept.id, merged_id: merged.id }),
  });
  if (query.isError) return <ErrorLine error={query.error} onRetry={() => void query.refetch()} />;
  // A table may point to a record by several of its columns.
  const counts = new Map<string, Count>();
  for (const { table, merged: of } of query.data?.rows ?? []) {
    const before = counts.get(table) ?? { value: 0, exact: true };
    counts.set(table, { value: before.value + of.value, exact: before.exact && of.exact });
  }
  const parts = TABLES.flatMap((table) => {
    const count = counts.get(table);
    const what = kind === 'contact' && table === 'contact_accounts' ? 'places' : table;
    return count && count.value > 0 ? [`${t(`duplicates:rows.${what}`)} ${format.count(count)}`] : [];
  });
  return (
    <div className="merge-moves" role="status">
      {query.data && (
        <>
          <p>
            <ArrowRight size={15} aria-hidden />
            {parts.length > 0
              ? t('duplicates:merge.moves', {
                  merged: merged.name,
                  kept: kept.name,
                  what: parts.join(t('ui:comma')),
                })
              : t('duplicates:merge.moves_nothing', { merged: merged.name })}
          </p>
          <p className="muted">{t(`duplicates:merge.rest_${kind}`)}</p>
          <p className="muted">{t('duplicates:merge.undo', { days: query.data.undo_days })}</p>
        </>
      )}
    </div>
  );
}
