import { X } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { leaveJob, useFollowedJobs } from './jobs';

/** With its looks it comes when there is a job: no page waits for it. */
const JobProgress = lazy(() => import('./JobProgress').then((file) => ({ default: file.JobProgress })));

/** The jobs this person started, in a corner of every page. */
export function JobTray() {
  const { t } = useTranslation('ui');
  const jobs = useFollowedJobs();
  if (jobs.length === 0) return null;
  return (
    <Suspense>
      <section className="job-tray" aria-label={t('ui:job.tray')}>
        {jobs.map(({ id, label, onDone, told }) => (
          <div key={id} className="job-card">
            <JobProgress id={id} label={label} onDone={onDone} told={told} />
            <button
              type="button"
              className="icon-button"
              aria-label={t('ui:close')}
              onClick={() => leaveJob(id)}
            >
              <X size={15} aria-hidden />
            </button>
          </div>
        ))}
      </section>
    </Suspense>
  );
}
