import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Bot, History } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api, listOf, usePages } from '@/api';
import { kindIn, useFormat, useListName } from '@/lib';
import { Avatar, ChangedFields, Empty, ErrorState, More, PageHeader } from '@/ui';
import './admin.css';
import { toldChanges } from './toldChanges';
import type { AuditEntry, AuditSearch, Names } from './types';

const AuditFilter = lazy(() => import('./AuditFilter').then((file) => ({ default: file.AuditFilter })));

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
  const query = usePages({
    queryKey: ['audit', search],
    read: (cursor, signal) => api.get('/audit', { ...search, limit: 50, cursor }, { signal }),
  });
  const entries = query.items;
  const names: Names = Object.assign({}, ...query.pages.map((page) => page.names));
  const filtered = Object.values(search).some(Boolean);
  return (
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
              <Entry key={entry.id} entry={entry} names={names} onRecord={(id) => put({ record_id: id })} />
            ))}
          </ol>
        )}
        <More query={query} />
      </div>
    </div>
  );
}

type EntryProps = { entry: AuditEntry; names: Names; onRecord: (id: string) => void };

function Entry({ entry, names, onRecord }: EntryProps) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const listName = useListName();
  const what = t(`admin:event.${entry.name}`, { defaultValue: entry.name });
  const list = listOf(entry.kind);
  const reason = reasonIn(entry.data);
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
          <RecordName
            href={kindIn(list)?.page?.(entry.record_id)}
            name={names[entry.record_id] ?? titleIn(entry.data, listName, (key) => t(`admin:about.${key}`))}
          />
          {entry.about_id && entry.about_id !== entry.record_id && (
            <RecordName
              href={kindIn(aboutOf(entry.kind))?.page?.(entry.about_id)}
              name={names[entry.about_id]}
            />
          )}
          <button type="button" className="link" onClick={() => onRecord(entry.record_id)}>
            {t('admin:audit.same_record')}
          </button>
          <time className="muted" dateTime={entry.at} title={format.relative(entry.at)}>
            {format.date(entry.at)}
          </time>
        </p>
        {reason && <p className="muted">{t('admin:audit.reason', { reason })}</p>}
        <ChangedFields list={list} changes={toldChanges(entry.kind, entry.changes)} names={names} />
      </div>
    </li>
  );
}

/** What belongs to a person. */
const OF_PERSON = ['consent', 'contact_fact', 'preference'];

/** Why somebody did it, where they had to say so. */
function reasonIn(data: unknown): string | undefined {
  const { reason } = (data ?? {}) as Record<string, unknown>;
  return typeof reason === 'string' ? reason : undefined;
}

/** The list of what an event is about, beside its own record: of a file it is what the file is on. */
function aboutOf(kind: string): string {
  if (OF_PERSON.includes(kind)) return 'contacts';
  return kind.endsWith('_attachment') ? listOf(kind.replace('_attachment', '')) : 'accounts';
}

/** What a record is called, with a way to its page where it has one; nothing where it is gone or not for this reader. */
function RecordName({ name, href }: { name: string | undefined; href: string | undefined }) {
  if (!name) return null;
  return href ? (
    <Link to={href as string} className="link audit-record clip">
      {name}
    </Link>
  ) : (
    <span className="audit-record clip">{name}</span>
  );
}

/** Of what has no name in any list, the event itself may say what it was. */
function titleIn(
  data: unknown,
  listName: (list: string) => string,
  about: (key: string) => string,
): string | undefined {
  const { key, label, subject, file, list, number, name } = (data ?? {}) as Record<string, unknown>;
  if (typeof label === 'string') return label;
  if (typeof list === 'string') return listName(list);
  if (typeof key === 'string') return about(key);
  return [subject, file, number, name].find((each): each is string => typeof each === 'string');
}
