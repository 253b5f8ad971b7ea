import { Button } from 'antd';
import { Download, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { API } from '@/api';
import { dayOf, useFormat } from '@/lib';
import { JobProgress } from '@/ui';
import type { UndoRun } from './types';
import './undo.css';
import { useImportUndo } from './useImportUndo';

const COUNTS = [
  ['removed', 'removed_rows'],
  ['restored', 'restored_rows'],
  ['left_count', 'left_rows'],
] as const;

/** Beneath the result of an import: takes it back, after a look at what that would do. */
export function ImportUndo({ id }: { id: string }) {
  const { t } = useTranslation('undo');
  const { state, last, running, ask } = useImportUndo(id);
  const [declined, setDeclined] = useState<string>();
  if (!state) return null;
  if (last && running) {
    return (
      <section className="import-undo" aria-label={t('undo:title')}>
        <JobProgress id={last.job_id} label={t(last.dry_run ? 'undo:trying' : 'undo:doing')} />
      </section>
    );
  }
  if (last?.state === 'done' && !last.dry_run) return <Undone id={id} run={last} />;
  if (!state.possible) return null;
  const tried = last?.state === 'done' && declined !== last.at ? last : undefined;
  const takes = tried ? tried.removed_rows + tried.restored_rows : 0;
  return (
    <section className="import-undo" aria-labelledby="import-undo">
      <h2 id="import-undo">{t('undo:title')}</h2>
      <p className="muted">{t('undo:text')}</p>
      {tried && <UndoCounts run={tried} label={t('undo:would')} />}
      {tried && takes === 0 && <p>{t('undo:nothing')}</p>}
      <div className="import-undo-foot">
        {tried && takes > 0 ? (
          <>
            <Button danger loading={ask.isPending} onClick={() => ask.mutate(false)}>
              {t('undo:do')}
            </Button>
            <Button onClick={() => setDeclined(tried.at)}>{t('undo:cancel')}</Button>
          </>
        ) : (
          <Button
            icon={<Undo2 size={15} aria-hidden />}
            loading={ask.isPending}
            onClick={() => ask.mutate(true)}
          >
            {t('undo:try')}
          </Button>
        )}
        <small className="muted">{t('undo:until', { date: dayOf(state.until) })}</small>
      </div>
    </section>
  );
}

function UndoCounts({ run, label }: { run: UndoRun; label: string }) {
  const { t } = useTranslation('undo');
  const format = useFormat();
  return (
    <dl className="import-undo-counts" aria-label={label}>
      {COUNTS.map(([name, field]) => (
        <div key={name}>
          <dt>{t(`undo:${name}`)}</dt>
          <dd>{format.number(run[field])}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What became of it, and why some records stay as they are. */
function Undone({ id, run }: { id: string; run: UndoRun }) {
  const { t } = useTranslation('undo');
  const format = useFormat();
  return (
    <section className="import-undo" aria-labelledby="import-undo" aria-live="polite">
      <h2 id="import-undo">{t('undo:done')}</h2>
      {run.by && <p className="muted">{t('undo:done_by', { name: run.by.name, date: dayOf(run.at) })}</p>}
      <UndoCounts run={run} label={t('undo:done')} />
      {run.left_rows > 0 && (
        <>
          <ul className="import-undo-left">
            {run.left.map(({ why, rows }) => (
              <li key={why}>
                {t('undo:left_reason', { why: t(`undo:why.${why}`), number: format.number(rows) })}
              </li>
            ))}
          </ul>
          <a className="link" href={`${API}/imports/${id}/undo/left`} download>
            <Download size={15} aria-hidden />
            {t('undo:left_download')}
          </a>
        </>
      )}
    </section>
  );
}
