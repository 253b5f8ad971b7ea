import { Link } from '@tanstack/react-router';
import { Download, FileDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Filter, problemOfJob, usePages } from '@/api';
import { countConditions, prune, useFormat, useListName, useProblemText } from '@/lib';
import { Empty, ErrorState, FilterText, More, Pill } from '@/ui';
import { JOB_TONES } from './JobLog';
import { TransferFrame } from './TransferFrame';
import type { Export } from './types';

const POLL = 5_000;

/** What was taken out, by whom, and the files that are still there. The asking itself is on every list. */
export function ExportList() {
  const { t } = useTranslation('admin');
  const query = usePages({
    queryKey: ['list', 'jobs', 'export.run'],
    read: (cursor, signal) => api.get('/exports', { cursor }, { signal }),
    again: (entries) =>
      entries.some(({ state }) => state === 'queued' || state === 'running') ? POLL : false,
  });
  return (
    <TransferFrame>
      {query.isError && query.items.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 90 }} />
      ) : query.items.length === 0 ? (
        <Empty
          icon={FileDown}
          title={t('admin:export.none')}
          text={t('admin:export.none_text')}
          action={
            <Link to="/accounts" className="link">
              {t('customers:menu')}
            </Link>
          }
        />
      ) : (
        <>
          <ul className="history">
            {query.items.map((each) => (
              <Entry key={each.id} made={each} />
            ))}
          </ul>
          <More query={query} />
        </>
      )}
    </TransferFrame>
  );
}

function Entry({ made }: { made: Export }) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const listName = useListName();
  const problemText = useProblemText();
  const rows = typeof made.rows === 'number' && t('admin:export.rows', { number: format.number(made.rows) });
  return (
    <li>
      <FileDown size={18} aria-hidden />
      <span className="history-text">
        <span className="clip">
          {made.name ?? [listName(made.list), made.title].filter(Boolean).join(' · ')}
        </span>
        <small className="history-asked">
          <What made={made} />
        </small>
        <small className="muted">
          {[rows, made.by?.name, format.date(made.created_at)].filter(Boolean).join(' · ')}
        </small>
        {made.state === 'failed' && (
          <small className="history-wrong">{problemText(problemOfJob(made))}</small>
        )}
      </span>
      {made.file ? (
        <a className="link history-link" href={made.file} download>
          <Download size={15} aria-hidden />
          {t('ui:download')}
        </a>
      ) : made.state === 'done' ? (
        <small className="muted">{t('admin:export.gone')}</small>
      ) : (
        <Pill tone={JOB_TONES[made.state]}>{t(`ui:job.${made.state}`)}</Pill>
      )}
    </li>
  );
}

/** Which rows of which list. */
function What({ made }: { made: Export }) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const listName = useListName();
  const filter = prune(made.filter as Filter | undefined);
  const filtered = filter && countConditions(filter) > 0;
  return (
    <>
      {t('ui:filter.chip', { field: listName(made.list) })}
      {typeof made.ticked === 'number' ? (
        t('admin:export.ticked', { number: format.number(made.ticked) })
      ) : (
        <>
          {made.q && t('admin:export.words', { words: made.q })}
          {made.q && filtered && t('ui:semicolon')}
          {filtered && <FilterText list={made.list} filter={filter} />}
          {!made.q && !filtered && t('admin:export.everything')}
        </>
      )}
    </>
  );
}
