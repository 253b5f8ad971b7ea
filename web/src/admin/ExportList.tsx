import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download, FileDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Job, problemOfJob } from '@/api';
import { useFormat, useProblemText } from '@/lib';
import { Empty, ErrorState, Pill } from '@/ui';
import { JOB_TONES } from './JobLog';
import { TransferFrame } from './TransferFrame';

/** The files one has asked for. The asking itself is on every list. */
export function ExportList() {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const problemText = useProblemText();
  const query = useQuery({
    queryKey: ['list', 'jobs', 'export.run'],
    queryFn: (): Promise<Job[]> => api.get('/jobs', { kind: 'export.run' }),
  });
  return (
    <TransferFrame>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 90 }} />
      ) : query.data.length === 0 ? (
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
        <ul className="history">
          {query.data.map((job) => {
            const file = typeof job.result?.file === 'string' ? job.result.file : undefined;
            const name = typeof job.result?.name === 'string' ? job.result.name : undefined;
            const rows =
              typeof job.result?.rows === 'number'
                ? t('admin:export.rows', { number: format.number(job.result.rows) })
                : undefined;
            return (
              <li key={job.id}>
                <FileDown size={18} aria-hidden />
                <span className="history-text">
                  <span className="clip">{name ?? t('ui:export.job')}</span>
                  <small className="muted">
                    {job.state === 'failed'
                      ? problemText(problemOfJob(job))
                      : [rows, format.date(job.created_at)].filter(Boolean).join(' · ')}
                  </small>
                </span>
                {file ? (
                  <a className="link history-link" href={file} download>
                    <Download size={15} aria-hidden />
                    {t('ui:download')}
                  </a>
                ) : (
                  <Pill tone={JOB_TONES[job.state]}>{t(`ui:job.${job.state}`)}</Pill>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </TransferFrame>
  );
}
