import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { ArrowLeft, Download, Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat, useIsPhone } from '@/lib';
import { ErrorState, PageHeader, Section } from '@/ui';
import { saveCsv } from '@/ui/csv';
import { AnalysisTable } from './AnalysisTable';
import { inOrder, tableOf } from './sheetTable';
import { useFile } from './useFile';
import { type Line, useSheet } from './useSheet';
import './files.css';
import './sheet.css';

/** The file of a customer as a sheet: to be printed on one page, or saved as a table with the same content. */
export function FileSheet() {
  const { t } = useTranslation('customerfiles');
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useFile(id);
  const sheetOf = useSheet();
  const stateText = useStateText();
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
  const sheet = sheetOf(file);
  const columns = (['field', 'value', 'verified', 'state'] as const).map((column) =>
    t(`customerfiles:column.${column}`),
  );
  const save = () => saveCsv(title, tableOf(sheet, file.is_key, columns, stateText));
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
            <Button icon={<Download size={15} />} className="no-print" onClick={save}>
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
        <Facts lines={sheet.head} />
        {inOrder(
          file.is_key,
          newest && <AnalysisTable key="analysis" analysis={newest} />,
          <Answers key="answers" lines={sheet.answers} />,
        )}
        {sheet.review.length > 0 && (
          <Section title={t('customerfiles:last_review')}>
            <Facts lines={sheet.review} />
          </Section>
        )}
      </section>
    </div>
  );
}

function Facts({ lines }: { lines: Line[] }) {
  return (
    <dl className="file-facts">
      {lines.map(({ key, label, value }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{value || '–'}</dd>
        </div>
      ))}
    </dl>
  );
}

function Answers({ lines }: { lines: Line[] }) {
  const { t } = useTranslation('customerfiles');
  const stateText = useStateText();
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
        {lines.map((line) => (
          <tr key={line.key} className={line.state}>
            <th scope="row">{line.label}</th>
            <td>{line.value || '–'}</td>
            <td>{[line.day ? format.date(line.day) : '', stateText(line)].filter(Boolean).join(' ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Why an answer does not count; nothing where it does. */
function useStateText() {
  const { t } = useTranslation('customerfiles');
  return ({ state }: Line) =>
    state === 'stale'
      ? t('customerfiles:column.stale')
      : state === 'missing'
        ? t('customerfiles:state.missing')
        : '';
}
