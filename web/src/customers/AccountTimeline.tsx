import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { Empty, ErrorState, Timeline } from '@/ui';
import { useEntries } from './useEntries';

/** Everything that happened with an account, from every capability, newest first. */
export function AccountTimeline({ id }: { id: string }) {
  const { t } = useTranslation('customers');
  const toItems = useEntries();
  const query = useInfiniteQuery({
    queryKey: keys.under(id, 'timeline'),
    queryFn: ({ pageParam, signal }) =>
      api.get(`/accounts/${id}/timeline`, { limit: 30, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
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
