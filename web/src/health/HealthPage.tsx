import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { ErrorState, PageHeader } from '@/ui';
import { BackupSection } from './BackupSection';
import './health.css';
import { JobSection } from './JobSection';
import { RefusedSection } from './RefusedSection';
import { StorageSection } from './StorageSection';
import type { Health } from './types';
import { useHealth } from './useHealth';
import { Verdict } from './Verdict';

/** How the installation is: whether there is something to do, jobs, backups, storage, refused sign-ins. */
export function HealthPage() {
  const { t } = useTranslation('health');
  const query = useHealth();
  return (
    <div className="page">
      <PageHeader title={t('health:menu')} sub={query.data && <Running health={query.data} />} />
      <div className="page-body settings-body wide">
        {query.data ? (
          <Parts health={query.data} />
        ) : query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <i className="bone" style={{ height: 320 }} />
        )}
      </div>
    </div>
  );
}

function Running({ health: { version, at, installation } }: { health: Health }) {
  const { t } = useTranslation('health');
  const format = useFormat();
  return (
    <>
      <span>{t('health:version', { version })}</span>
      {installation && (
        <>
          <span title={format.date(installation.started_at)}>
            {t('health:started', { when: format.relative(installation.started_at) })}
          </span>
          <span>{t('health:servers', { count: installation.servers, number: installation.servers })}</span>
        </>
      )}
      <span>{t('health:as_of', { time: format.date(at) })}</span>
    </>
  );
}

function Parts({ health }: { health: Health }) {
  const { warnings, jobs, installation, refused } = health;
  return (
    <>
      <Verdict warnings={warnings} />
      {installation && <BackupSection backups={installation.backups} warnings={warnings} />}
      <JobSection
        jobs={jobs}
        all={installation?.queue}
        workspaces={installation?.workspaces}
        at={health.at}
      />
      {installation && <StorageSection storage={installation.storage} backups={installation.backups} />}
      <RefusedSection refused={refused} />
    </>
  );
}
