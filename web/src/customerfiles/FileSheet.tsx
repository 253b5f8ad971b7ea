import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { ArrowLeft, Download, Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat, useIsPhone, useLabels } from '@/lib';
import { moneyPlain } from '@/lib/format';
import { ErrorState, PageHeader } from '@/ui';
import { saveCsv } from '@/ui/csv';
import { AnalysisTable } from './AnalysisTable';
import { VisitText } from './CustomerFilePart';
import type { CustomerFile } from './types';
import { useAnswerText } from './useAnswerText';
import { useFile } from './useFile';
import './files.css';
import './sheet.css';

/** The file of a customer as a sheet: to be printed on one page, or saved as a table with the same content. */
export function FileSheet() {
  const { t } = useTranslation('customerfiles');
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useFile(id);
  const rowsOf = useRows();
  const phone = useIsPhone();
  const file = query.data;
  if (query.error && !file) {
    return (
      <div className="page">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (!file) return <div className="page" aria-busy="true" />;
  const title = t('customerfiles:sheet_title', { name: file.account.name });
  const newest = file.reviews.find((review) => review.analysis)?.analysis;
  const analysis = newest && <AnalysisTable analysis={newest} />;
  return (
    <div className="page file-sheet">
      <PageHeader
        title={title}
        lead={
          <Link
            to="/accounts/$id"
            params={{ id }}
            search={{ tab: 'file' } as never}
            className="icon-button back no-print"
            aria-label={file.account.name}
          >
            <ArrowLeft size={19} aria-hidden />
          </Link>
        }
        actions={
          <>
            <Button
              icon={<Download size={15} />}
              className="no-print"
              onClick={() => saveCsv(title, rowsOf(file))}
            >
              CSV
            </Button>
            {!phone && (
              <Button
                type="primary"
                icon={<Printer size={15} />}
                className="no-print"
                onClick={() => window.print()}
              >
                {t('customerfiles:print')}
              </Button>
            )}
          </>
        }
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by the keys. */}
      <section className="page-body" tabIndex={0} aria-label={t('customerfiles:sheet')}>
        <SheetHead file={file} />
        {file.is_key && analysis}
        <Answers file={file} />
        {!file.is_key && analysis}
        <LastReview file={file} />
      </section>
    </div>
  );
}

function SheetHead({ file }: { file: CustomerFile }) {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const format = useFormat();
  const facts = [
    [labels.field('file_step'), labels.choice('file_step', file.step)],
    [labels.field('file_completeness'), format.ratio(file.completeness.bp)],
    [t('customerfiles:steward'), file.steward?.name ?? t('customerfiles:nobody')],
    [
      t('customerfiles:next_review'),
      file.next_review_on ? format.date(file.next_review_on) : t('customerfiles:not_yet'),
    ],
    [t('customerfiles:visits'), <VisitText key="visits" visits={file.visits} />],
  ] as const;
  return (
    <dl className="file-facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Answers({ file }: { file: CustomerFile }) {
  const { t } = useTranslation('customerfiles');
  const { label, text } = useAnswerText();
  const format = useFormat();
  return (
    <table className="sheet-table">
      <caption className="sr-only">{t('customerfiles:title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('customerfiles:column.field')}</th>
          <th scope="col">{t('customerfiles:column.value')}</th>
          <th scope="col">{t('customerfiles:column.verified')}</th>
        </tr>
      </thead>
      <tbody>
        {file.answers.map((answer) => (
          <tr key={answer.field} className={answer.state}>
            <th scope="row">{label(answer)}</th>
            <td>{text(answer.field, answer.value) || '–'}</td>
            <td>
              {answer.state === 'missing'
                ? t('customerfiles:state.missing')
                : `${answer.verified_on ? format.date(answer.verified_on) : ''}${answer.state === 'stale' ? ` ${t('customerfiles:column.stale')}` : ''}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LastReview({ file }: { file: CustomerFile }) {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const format = useFormat();
  const last = file.reviews.find((review) => review.result);
  if (!last?.result || !last.reviewed_at) return null;
  return (
    <p className="sheet-review">
      {t('customerfiles:last_review', {
        day: format.date(last.reviewed_at),
        name: last.reviewed_by?.name ?? t('customerfiles:somebody'),
        result: labels.choice('review_result', last.result),
        reason: last.reason ?? '',
      })}
    </p>
  );
}

/** The same content as rows: the answers, then what was analysed, then what was decided. */
function useRows() {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const { label, text } = useAnswerText();
  const format = useFormat();
  return (file: CustomerFile): string[][] => {
    const analysis = file.reviews.find((review) => review.analysis)?.analysis;
    const last = file.reviews.find((review) => review.result);
    const state = (answer: CustomerFile['answers'][number]) =>
      answer.state === 'stale'
        ? t('customerfiles:column.stale')
        : answer.state === 'missing'
          ? t('customerfiles:state.missing')
          : t('customerfiles:column.good');
    const figures = [
      'value',
      'to_date',
      'open',
      'future',
      'lifetime',
      'sales',
      'margin',
      'service',
      'contribution',
    ] as const;
    return [
      [
        t('customerfiles:column.field'),
        t('customerfiles:column.value'),
        t('customerfiles:column.verified'),
        t('customerfiles:column.state'),
      ],
      ...file.answers.map((answer) => [
        label(answer),
        text(answer.field, answer.value),
        answer.verified_on ?? '',
        state(answer),
      ]),
      [labels.field('file_step'), labels.choice('file_step', file.step), '', ''],
      [labels.field('file_completeness'), format.ratio(file.completeness.bp), '', ''],
      [t('customerfiles:steward'), file.steward?.name ?? '', '', ''],
      [t('customerfiles:next_review'), file.next_review_on ?? '', '', ''],
      ...(analysis
        ? [
            ...figures.map((key) => [
              t(`customerfiles:figure.${key}`),
              moneyPlain(analysis[key]),
              analysis.day,
              '',
            ]),
            ...(['pyramid', 'abc', 'bcg', 'behaviour'] as const).map((key) => [
              labels.field(key),
              labels.choice(key, analysis[key]),
              analysis.day,
              '',
            ]),
          ]
        : []),
      ...(last?.result
        ? [
            [
              labels.field('review_result'),
              labels.choice('review_result', last.result),
              last.reviewed_at?.slice(0, 10) ?? '',
              last.reason ?? '',
            ],
          ]
        : []),
    ];
  };
}
