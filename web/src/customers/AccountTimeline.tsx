import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys, usePages } from '@/api';
import { Empty, ErrorState, Timeline } from '@/ui';
import { useEntries } from './useEntries';

/** Everything that happened with an account, from every capability, newest first. */
export function AccountTimeline({ id }: { id: string }) {
  const { t } = useTranslation('customers');
  const toItems = useEntries(id);
  const query = usePages({
    queryKey: keys.under(id, 'timeline'),
    read: (cursor, signal) => api.get(`/accounts/${id}/timeline`, { limit: 30, cursor }, { signal }),
  });
  const entries = query.items;
  if (query.error && entries.length === 0) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.isPending) {
    return (
      <div className="timeline-bones" aria-busy="true">
        <i className="bone" />
        <i className="bone" />
        <i className="bone" />
      </div>
    );
  }
  return (
    <Timeline
      items={toItems(entries)}
      loading={query.isFetchingNextPage}
      more={query.hasNextPage}
      onMore={() => void query.fetchNextPage()}
      empty={
        <Empty icon={History} title={t('customers:timeline.none')} text={t('customers:timeline.none_text')} />
      }
    />
  );
}
