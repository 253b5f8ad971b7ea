import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { Section, When } from '@/ui';
import type { Health, Installation } from './types';

type Props = {
  jobs: Health['jobs'];
  /** Of all workspaces, where this is known and there are several. */
  all: Installation['queue'] | undefined;
  workspaces: number | undefined;
  at: string;
};

/** What waits, what runs, and what has failed. */
export function JobSection({ jobs, all, workspaces = 1, at }: Props) {
  const { t } = useTranslation('health');
  const format = useFormat();
  const waited = (since: string) => Math.floor((Date.parse(at) - Date.parse(since)) / 60_000);
  return (
    <Section
      title={t('health:jobs')}
      action={
        <Link to="/jobs" search={{ kind: undefined, state: undefined }} className="link">
          {t('health:all_jobs')}
        </Link>
      }
    >
      <dl className="figures">
        <div>
          <dt>{t('health:queued')}</dt>
          <dd>
            {format.number(jobs.queued)}
            {jobs.waiting_since && (
              <small className="muted">
                {t('health:waited', { minutes: format.number(waited(jobs.waiting_since)) })}
              </small>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('health:running')}</dt>
          <dd>{format.number(jobs.running)}</dd>
        </div>
        <div>
          <dt>{t('health:later')}</dt>
          <dd>{format.number(jobs.later)}</dd>
        </div>
      </dl>
      {all && workspaces > 1 && (
        <p className="muted quiet-note">
          {t('health:all_workspaces', {
            workspaces: format.number(workspaces),
            queued: format.number(all.queued),
            running: format.number(all.running),
          })}
        </p>
      )}
      {jobs.failed.length === 0 ? (
        <p className="muted quiet-note">{t('health:none_failed')}</p>
      ) : (
        <ul className="health-lines" aria-label={t('health:failed')}>
          {jobs.failed.map(({ kind, jobs: number, last_at }) => (
            <li key={kind}>
              <Link to="/jobs" search={{ kind, state: 'failed' }} className="link">
                {t(`admin:job.${kind}`, { defaultValue: kind })}
              </Link>
              <span className="muted">
                {t('health:failed_times', { count: number, number: format.number(number) })} ·{' '}
                <When value={last_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
