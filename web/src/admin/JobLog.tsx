import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { ListTodo } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Job, type JobState, problemOfJob, usePages } from '@/api';
import { useFormat, useProblemText, useShowProblem } from '@/lib';
import { Empty, ErrorState, More, PageHeader, Pill, type Tone } from '@/ui';
import './admin.css';
import type { JobSearch, LoggedJob } from './types';

export const JOB_TONES: Record<JobState, Tone> = {
  queued: 'grey',
  running: 'blue',
  done: 'jade',
  failed: 'red',
  cancelled: 'grey',
};
const POLL = 5_000;

function isOpen(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running';
}

/** Long work: what runs, what is done, what failed and why. */
export function JobLog() {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const problemText = useProblemText();
  const { kind, state } = useSearch({ strict: false }) as JobSearch;
  const only = [
    ...(kind ? [t(`admin:job.${kind}`, { defaultValue: kind })] : []),
    ...(state ? [t(`ui:job.${state}`)] : []),
  ].join(' · ');
  const query = usePages({
    queryKey: ['list', 'jobs', 'log', kind, state],
    read: (cursor, signal): Promise<{ items: LoggedJob[]; next_cursor?: string | null }> =>
      api.get('/jobs', { cursor, kind, state }, { signal }),
    again: (jobs) => (jobs.some(isOpen) ? POLL : false),
  });
  const cancel = useMutation({
    mutationFn: (id: string) => api.post(`/jobs/${id}/cancel`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['list', 'jobs'] }),
    onError: showProblem,
  });
  return (
    <div className="page">
      <PageHeader title={t('admin:jobs.title')} sub={t('admin:jobs.text')} />
      <div className="page-body">
        {only && (
          <p className="quiet-note">
            {t('admin:jobs.only', { what: only })}{' '}
            <Link to="/jobs" search={{ kind: undefined, state: undefined }} className="link">
              {t('admin:jobs.show_all')}
            </Link>
          </p>
        )}
        {query.isError && query.items.length === 0 ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <i className="bone" style={{ height: 160 }} />
        ) : query.items.length === 0 ? (
          <Empty icon={ListTodo} title={t('admin:jobs.none')} />
        ) : (
          <>
            <ul className="history">
              {query.items.map((job) => (
                <li key={job.id}>
                  <span className="history-text">
                    <span>{t(`admin:job.${job.kind}`, { defaultValue: job.kind })}</span>
                    <small className="muted">
                      {[job.by?.name ?? t('admin:jobs.by_itself'), format.date(job.created_at)].join(' · ')}
                    </small>
                    {job.state === 'failed' && (
                      <small className="history-wrong">{problemText(problemOfJob(job))}</small>
                    )}
                  </span>
                  {job.total ? (
                    <small className="muted history-counts">
                      {format.number(job.done ?? 0)} / {format.number(job.total)}
                    </small>
                  ) : null}
                  {isOpen(job) && (
                    <Button size="small" onClick={() => cancel.mutate(job.id)}>
                      {t('ui:cancel')}
                    </Button>
                  )}
                  <Pill tone={JOB_TONES[job.state]}>{t(`ui:job.${job.state}`)}</Pill>
                </li>
              ))}
            </ul>
            <More query={query} />
          </>
        )}
      </div>
    </div>
  );
}
