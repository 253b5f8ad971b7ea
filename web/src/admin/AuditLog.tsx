import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { Bot, History } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api, listOf } from '@/api';
import { useFormat, useListName } from '@/lib';
import { SettingsFrame } from '@/staff';
import { Avatar, Empty, ErrorState, PageHeader } from '@/ui';
import './admin.css';
import { AuditChanges } from './AuditChanges';
import type { AuditEntry, AuditSearch } from './types';

const AuditFilter = lazy(() => import('./AuditFilter').then((file) => ({ default: file.AuditFilter })));

const PAGES = ['account', 'contact'];

/** Who did what to which record, and what stood there before. */
export function AuditLog() {
  const { t } = useTranslation('admin');
  const search = useSearch({ strict: false }) as AuditSearch;
  const navigate = useNavigate();
  const put = (patch: AuditSearch) =>
    void navigate({
      to: '.',
      search: ((old: AuditSearch) => ({ ...old, ...patch })) as never,
      replace: true,
    });
  const query = useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) =>
      api.get('/audit', { ...search, limit: 50, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor,
  });
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = search.user_id || search.record_id || search.name;
  return (
    <SettingsFrame>
      <div className="page">
        <PageHeader title={t('admin:audit.title')} sub={t('admin:audit.text')} />
        <div className="audit-filter">
          <Suspense fallback={<i className="bone" />}>
            <AuditFilter search={search} onChange={put} />
          </Suspense>
        </div>
        <div className="page-body audit">
          {query.isError && entries.length === 0 ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <i className="bone" style={{ height: 240 }} />
          ) : entries.length === 0 ? (
            <Empty icon={History} title={t(filtered ? 'ui:list.none' : 'admin:audit.none')} />
          ) : (
            <ol>
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} onRecord={(id) => put({ record_id: id })} />
              ))}
            </ol>
          )}
          {query.hasNextPage && (
            <Button
              type="text"
              block
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t('ui:load_more')}
            </Button>
          )}
        </div>
      </div>
    </SettingsFrame>
  );
}

function Entry({ entry, onRecord }: { entry: AuditEntry; onRecord: (id: string) => void }) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const listName = useListName();
  const what = t(`admin:event.${entry.name}`, { defaultValue: entry.name });
  const list = listOf(entry.kind);
  return (
    <li>
      {entry.user ? (
        <Avatar name={entry.user.name} seed={entry.user.id} size={28} />
      ) : (
        <span className="audit-bot">
          <Bot size={16} aria-hidden />
        </span>
      )}
      <div>
        <p className="audit-line">
          <strong>{entry.user?.name ?? t('admin:audit.system')}</strong>
          {entry.by_job && entry.user && <span className="muted">{t('admin:audit.by_job')}</span>}
          <span>{what}</span>
          <button type="button" className="link" onClick={() => onRecord(entry.record_id)}>
            {t('admin:audit.same_record')}
          </button>
          {PAGES.includes(entry.kind) && (
            <Link to={`/${list}/${entry.record_id}` as string} className="link">
              {listName(list)}
            </Link>
          )}
          <time className="muted" dateTime={entry.at} title={format.relative(entry.at)}>
            {format.date(entry.at)}
          </time>
        </p>
        <AuditChanges list={list} changes={entry.changes} />
      </div>
    </li>
  );
}
