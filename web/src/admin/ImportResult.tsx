import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { CircleAlert, Download } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { API, type FieldProblem, useJob } from '@/api';
import { useErrorText, useFormat, useListName } from '@/lib';
import { JobProgress } from '@/ui';
import { loadUndo } from './loadUndo';
import type { Counts, ImportPreview } from './types';
import { fieldAt, useFieldName } from './useFieldName';

const ImportUndo = lazy(() => loadUndo().then((file) => ({ default: file.ImportUndo })));

type Props = { preview: ImportPreview; onDone: () => void; onAgain: () => void };
/** So many reasons are told, each with so many of its rows; the workbook has all. */
const REASONS = 8;
const EXAMPLES = 5;
const COUNTS = ['created', 'updated', 'unchanged', 'rejected'] as const;

/** The job while it runs, and afterwards what became of the rows. */
export function ImportResult({ preview, onDone, onAgain }: Props) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const listName = useListName();
  const job = useJob(preview.job_id ?? undefined).data;
  const told = (job?.result?.counts ?? undefined) as Counts | undefined;
  const counts: Counts = told ?? {
    created: preview.created_rows,
    updated: preview.updated_rows,
    unchanged: preview.unchanged_rows,
    rejected: preview.rejected_rows,
    keyless: 0,
  };
  const ended = job && !['queued', 'running'].includes(job.state);
  return (
    <div className="import-result">
      {preview.job_id && (
        <JobProgress
          id={preview.job_id}
          label={t(
            preview.dry_run
              ? ended
                ? 'admin:import.tried'
                : 'admin:import.trying'
              : ended
                ? 'admin:imports'
                : 'admin:import.running',
          )}
          onDone={onDone}
        />
      )}
      {ended && (
        <>
          <dl className="counts">
            {COUNTS.map((key) => (
              <div key={key} className={key === 'rejected' && counts.rejected > 0 ? 'bad' : undefined}>
                <dt>{t(`admin:import.count.${key}`)}</dt>
                <dd>{format.number(counts[key])}</dd>
              </div>
            ))}
          </dl>
          {preview.dry_run && <p className="muted">{t('admin:import.tried_text')}</p>}
          {counts.keyless > 0 && (
            <p className="import-keyless">
              <CircleAlert size={15} aria-hidden />
              {t('admin:import.keyless_done', { number: format.number(counts.keyless) })}
            </p>
          )}
          {counts.rejected > 0 && <Refused preview={preview} />}
          {counts.rejected > 0 && (
            <p className="rejected">
              <a className="link" href={`${API}/imports/${preview.id}/rejected`} download>
                <Download size={15} aria-hidden />
                {t('admin:import.rejected')}
              </a>
              <span className="muted">{t('admin:import.rejected_text')}</span>
            </p>
          )}
          <div className="import-foot">
            {(preview.dry_run || job.state !== 'done') && (
              <Button type="primary" onClick={onAgain}>
                {t('admin:import.go_on')}
              </Button>
            )}
            {!preview.dry_run && job.state === 'done' && (
              <Link to={`/${preview.kind}` as string}>
                <Button type="primary">{t('admin:import.show', { what: listName(preview.kind) })}</Button>
              </Link>
            )}
            <Link to="/imports">
              <Button>{t('admin:import.another')}</Button>
            </Link>
          </div>
          {!preview.dry_run && (
            <Suspense>
              <ImportUndo id={preview.id} />
            </Suspense>
          )}
        </>
      )}
    </div>
  );
}

/** Why some of the rows were not taken, without opening the workbook of all of them. */
function Refused({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation('admin');
  const name = useFieldName(preview);
  const errorText = useErrorText();
  const told = (problem: FieldProblem) => {
    const field = fieldAt(problem.pointer);
    const text = errorText(problem);
    return field ? t('admin:import.row_problem', { field: name(field), text }) : text;
  };
  // One mistake made down a whole column is told once.
  const rows = new Map<string, number[]>();
  for (const { number, problems } of preview.refused) {
    const text = problems.map(told).join(t('ui:semicolon'));
    rows.set(text, [...(rows.get(text) ?? []), number]);
  }
  if (rows.size === 0) return null;
  return (
    <div className="import-refused">
      <p className="muted">{t('admin:import.refused')}</p>
      <ul>
        {[...rows].slice(0, REASONS).map(([text, numbers]) => {
          const more = numbers.length > EXAMPLES ? '…' : '';
          const row = `${numbers.slice(0, EXAMPLES).join(t('ui:comma'))}${more}`;
          return <li key={text}>{t('admin:import.refused_row', { row, text })}</li>;
        })}
      </ul>
    </div>
  );
}
