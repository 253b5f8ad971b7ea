import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Filter, type Ref, type Row, useList } from '@/api';
import { reachesOthers, useFormat, useIsPhone, useLabels, useMe } from '@/lib';
import { ErrorLine, ME, More, PageHeader } from '@/ui';
import { Ring } from './Ring';
import { STEPS } from './types';
import './files.css';

type File = Row & {
  name: string;
  owner?: Ref | null;
  steward?: Ref | null;
  abc?: string;
  file_completeness: number;
  file_stale: number;
  review_due_on?: string | null;
  next_review_on?: string | null;
};

const COLUMNS = [
  'name',
  'owner',
  'steward',
  'abc',
  'file_completeness',
  'file_stale',
  'review_due_on',
  'next_review_on',
];
/** The first of a step; more are asked for. */
const FIRST = 30;
/** Whose files: one's own customers, those one looks after for others, or all that one sees. */
const WHOSE = ['mine', 'steward', 'all'] as const;
type Whose = (typeof WHOSE)[number];
const OF: Record<Whose, Filter[]> = {
  mine: [{ field: 'owner', op: 'in', value: [ME] }],
  steward: [{ field: 'steward', op: 'in', value: [ME] }],
  all: [],
};

/** The files of customers by step: one's own, or all that one sees. */
export function FileBoard() {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { whose?: Whose; step?: string };
  const phone = useIsPhone();
  const { grants } = useMe();
  const whose = search.whose ?? 'mine';
  const step = STEPS.find((each) => each === search.step) ?? 'survey';
  const go = (next: typeof search) =>
    void navigate({ to: '/customer-files', search: next as never, replace: true });
  return (
    <div className="page">
      <PageHeader
        title={t('customerfiles:menu')}
        actions={
          <Segmented<Whose>
            value={whose}
            aria-label={t('customerfiles:whose')}
            options={WHOSE.filter(
              (each) => each !== 'all' || reachesOthers(grants, 'customer_file', 'read'),
            ).map((value) => ({ value, label: t(`customerfiles:of.${value}`) }))}
            onChange={(next) => go({ ...search, whose: next === 'mine' ? undefined : next })}
          />
        }
      />
      <div className="page-body">
        {phone && (
          <div className="file-pick" role="tablist" aria-label={t('customerfiles:steps')}>
            {STEPS.map((each) => (
              <button
                key={each}
                type="button"
                role="tab"
                aria-selected={each === step}
                onClick={() => go({ ...search, step: each })}
              >
                {labels.choice('file_step', each)}
              </button>
            ))}
          </div>
        )}
        <div className="file-board">
          {(phone ? [step] : STEPS).map((each) => (
            <Column key={each} step={each} whose={whose} />
          ))}
        </div>
      </div>
    </div>
  );
}

/** What comes first in a step: in review the nearest deadline, else by name. */
const ORDER: Record<string, string> = { reviewed: 'next_review_on', due_again: 'next_review_on' };

function Column({ step, whose }: { step: string; whose: Whose }) {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const format = useFormat();
  const here: Filter = { field: 'file_step', op: 'in', value: [step] };
  const filter: Filter = { all: [here, ...OF[whose]] };
  const query = useList<File>('accounts', {
    filter,
    columns: COLUMNS,
    sort: ORDER[step] ?? 'name',
    limit: FIRST,
  });
  const title = labels.choice('file_step', step);
  return (
    <section className="file-column" aria-label={title} aria-busy={query.isPending}>
      <header>
        <h2>{title}</h2>
        {query.count && (
          <Link to="/accounts" search={{ filter, columns: COLUMNS.join(',') } as never} className="link">
            {format.number(query.count.value)}
            {!query.count.exact && '+'}
          </Link>
        )}
      </header>
      {query.isError && query.rows.length === 0 ? (
        <ErrorLine error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 64 }} />
      ) : query.rows.length === 0 ? (
        <p className="muted quiet">{t('customerfiles:none_here')}</p>
      ) : (
        <ul>
          {query.rows.map((file) => (
            <FileCard key={file.id} file={file} />
          ))}
        </ul>
      )}
      <More query={query} />
    </section>
  );
}

function FileCard({ file }: { file: File }) {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const format = useFormat();
  const facts = [
    ...(file.abc && file.abc !== 'none' ? [labels.choice('abc', file.abc)] : []),
    ...(file.steward ? [file.steward.name] : file.owner ? [file.owner.name] : []),
    ...(file.file_stale > 0 ? [t('customerfiles:to_verify', { count: file.file_stale })] : []),
    ...(file.review_due_on ? [t('customerfiles:due_on', { day: format.date(file.review_due_on) })] : []),
    ...(!file.review_due_on && file.next_review_on
      ? [t('customerfiles:next_on', { day: format.date(file.next_review_on) })]
      : []),
  ];
  return (
    <li>
      <Link
        to="/accounts/$id"
        params={{ id: file.id }}
        search={{ tab: 'file' } as never}
        className="file-card"
      >
        <Ring bp={file.file_completeness} small />
        <span>
          <strong className="clip">{file.name}</strong>
          <small className="muted">{facts.join(' · ')}</small>
        </span>
      </Link>
    </li>
  );
}
