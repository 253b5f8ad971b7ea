import { useTranslation } from 'react-i18next';
import { keys, usePages } from '@/api';
import { kindIn, useFormat } from '@/lib';
import { ChangedFields, type Names } from './ChangedFields';
import { ErrorState } from './ErrorState';
import './history.css';
import { More } from './More';
import { Section } from './Section';

type Props = { list: string; id: string };

/** Who changed which field of a record, when, and what stood there before. Its capability says where that is asked. */
export function RecordHistory({ list, id }: Props) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const read = kindIn(list)?.changes;
  const query = usePages({
    // Beneath the record's own key, so that live updates read it again.
    queryKey: [...keys.record(list, id), 'changes'],
    read: read && ((cursor, signal) => read(id, cursor, signal)),
  });
  const entries = query.items;
  const names: Names = Object.assign({}, ...query.pages.map((page) => page.names));
  const who = (user: string | null | undefined) => (user && names[user]) ?? t('ui:history.system');
  return (
    <Section title={t('ui:history.title')}>
      {query.isError && entries.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 80 }} />
      ) : entries.length === 0 ? (
        <p className="muted quiet">{t('ui:history.none')}</p>
      ) : (
        <ol className="history">
          {entries.map((entry) => (
            <li key={entry.id}>
              <p className="history-line">
                <strong>{who(entry.user_id)}</strong>
                {entry.by_job && entry.user_id && <span className="muted">{t('ui:history.by_job')}</span>}
                <time className="muted" dateTime={entry.at} title={format.relative(entry.at)}>
                  {format.date(entry.at)}
                </time>
              </p>
              <ChangedFields list={list} changes={entry.changes} names={names} />
            </li>
          ))}
        </ol>
      )}
      <More query={query} />
    </Section>
  );
}
