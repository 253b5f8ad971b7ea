import { Download } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api, isLost, type Job, problemOfJob, useJob } from '@/api';
import { useFormat, useProblemText, useShowProblem } from '@/lib';
import './jobs.css';

type Props = {
  id: string;
  label: string;
  onDone?: (job: Job) => void;
  /** It failed, or somebody cancelled it. */
  onStopped?: (job: Job) => void;
  /** What came of it, in the words of whoever asked for it. */
  told?: (job: Job) => string | undefined;
};

/** A background job's bar, by polling and live events, with cancel, and the download of its file when it made one. */
export function JobProgress({ id, label, onDone, onStopped, told: tell }: Props) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const showProblem = useShowProblem();
  const problemText = useProblemText();
  const { data: job, error } = useJob(id);
  const ended = job !== undefined && job.state !== 'queued' && job.state !== 'running';
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (!ended || told.current === job.id) return;
    told.current = job.id;
    if (job.state === 'done') onDone?.(job);
    else onStopped?.(job);
  }, [job, ended, onDone, onStopped]);

  const lost = !ended && isLost(error);
  const state = lost ? 'failed' : (job?.state ?? 'queued');
  const running = state === 'queued' || state === 'running';
  const { done, total } = job ?? {};
  const share = state === 'done' ? 1 : total ? (done ?? 0) / total : undefined;
  const file = typeof job?.result?.file === 'string' ? job.result.file : undefined;
  /** What came of it: how many were changed, and never silently how many were not. */
  const outcome = (ended: Job): string | null | undefined => {
    const { message, result, kind } = ended;
    if (state === 'failed') return problemText(problemOfJob(ended));
    const own = state === 'done' ? tell?.(ended) : undefined;
    if (own) return own;
    if (typeof result?.rows === 'number') return t('ui:job.rows', { number: format.number(result.rows) });
    if (typeof result?.changed !== 'number') return kind === 'export.run' ? null : message;
    const left = Number(result.not_allowed ?? 0) + Number(result.refused ?? 0);
    return [
      t('ui:job.changed', { number: format.number(result.changed) }),
      ...(left > 0 ? [t('ui:job.left_out', { number: format.number(left) })] : []),
    ].join(t('ui:comma'));
  };
  return (
    <div className={`job ${state}`}>
      <div className="job-line">
        <strong className="clip">{label}</strong>
        <span className="muted">
          {running && total ? `${format.number(done ?? 0)} / ${format.number(total)}` : t(`ui:job.${state}`)}
        </span>
      </div>
      <div
        className={`job-bar${running && share === undefined ? ' unknown' : ''}`}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
      >
        <i style={{ width: `${(share ?? 0.3) * 100}%` }} />
      </div>
      <div className="job-line">
        <span className="muted clip">{lost ? problemText(error) : job && outcome(job)}</span>
        {running && (
          <button
            type="button"
            className="link"
            onClick={() => api.post(`/jobs/${id}/cancel`).catch(showProblem)}
          >
            {t('ui:cancel')}
          </button>
        )}
        {file && (
          <a className="link job-file" href={file} download>
            <Download size={14} aria-hidden />
            {t('ui:download')}
          </a>
        )}
      </div>
    </div>
  );
}
