import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat, useMay } from '@/lib';
import { KeyValue, Pill, Section, When } from '@/ui';
import type { BackupRun, Backups, Health } from './types';
import { useBackupJob } from './useHealth';

type Props = { backups: Backups; warnings: Health['warnings'] };

/** When the last backup was made, which are kept, and whether one of them could be restored. */
export function BackupSection({ backups, warnings }: Props) {
  const { t } = useTranslation('health');
  const isOverdue = warnings.some(({ code }) => code === 'backup_overdue');
  const isOurs = backups.made_by === 'guanxi';
  return (
    <Section title={t('health:backups')} action={isOurs && <Actions backups={backups} />}>
      <KeyValue
        items={[
          {
            key: 'last',
            label: t('health:last_backup'),
            value: (
              <>
                {backups.last_at ? (
                  <When value={backups.last_at} words />
                ) : (
                  <span className="muted">{t('health:none_yet')}</span>
                )}{' '}
                {isOverdue && <Pill tone="red">{t('health:overdue', { hours: backups.hours })}</Pill>}
              </>
            ),
          },
          ...(isOurs
            ? [
                { key: 'run', label: t('health:last_run'), value: <Outcome run={backups.last_run} /> },
                {
                  key: 'rehearsal',
                  label: t('health:rehearsal'),
                  value: <Outcome run={backups.rehearsal} found />,
                },
              ]
            : []),
          {
            key: 'schedule',
            label: t('health:schedule'),
            value: isOurs
              ? backups.at
                ? t('health:every_night', { at: backups.at, daily: backups.daily, weekly: backups.weekly })
                : t('health:switched_off')
              : t('health:by_operator', { folder: backups.folder }),
          },
          {
            key: 'folder',
            label: t('health:folder'),
            value: <code className="place">{backups.folder}</code>,
          },
        ]}
      />
      {backups.kept.length > 0 && <Kept kept={backups.kept} />}
    </Section>
  );
}

function Actions({ backups }: { backups: Backups }) {
  const { t } = useTranslation('health');
  const mayChange = useMay('health', 'change');
  const make = useBackupJob('backups');
  const rehearse = useBackupJob('rehearsals');
  if (!mayChange) return null;
  const busy = Boolean(backups.job);
  return (
    <span className="backup-actions">
      <Button
        size="small"
        disabled={busy || backups.kept.length === 0}
        loading={rehearse.isPending}
        onClick={() => rehearse.mutate()}
      >
        {t('health:rehearse')}
      </Button>
      <Button
        size="small"
        type="primary"
        disabled={busy}
        loading={make.isPending}
        onClick={() => make.mutate()}
      >
        {t('health:back_up')}
      </Button>
    </span>
  );
}

/** What became of a run: whether it went well, how long it took, and why not. */
function Outcome({ run, found = false }: { run: BackupRun | null | undefined; found?: boolean }) {
  const { t } = useTranslation('health');
  const format = useFormat();
  if (!run) return <span className="muted">{t('health:never')}</span>;
  const seconds = format.number(Math.max(run.took_ms / 1000, 0.1), 1);
  return (
    <span className="outcome">
      <span>
        <Pill tone={run.succeeded ? 'jade' : 'red'}>
          {t(run.succeeded ? 'health:went_well' : 'health:went_wrong')}
        </Pill>{' '}
        <When value={run.at} /> <span className="muted">{t('health:took', { seconds })}</span>
      </span>
      {found && run.succeeded && run.rows != null && (
        <small className="muted">
          {t('health:found_again', {
            rows: format.number(run.rows),
            workspaces: format.number(run.workspaces ?? 1),
          })}
        </small>
      )}
      {!run.succeeded && (
        <small className="history-wrong">
          {t(`ui:problem.${run.code}`, { defaultValue: run.detail ?? '' })}
          {run.detail && <code>{run.detail}</code>}
        </small>
      )}
    </span>
  );
}

function Kept({ kept }: { kept: Backups['kept'] }) {
  const { t } = useTranslation('health');
  const format = useFormat();
  return (
    <table className="health-table">
      <thead>
        <tr>
          <th scope="col">{t('health:kept')}</th>
          <th scope="col" className="right">
            {t('health:database')}
          </th>
          <th scope="col" className="right">
            {t('health:files')}
          </th>
        </tr>
      </thead>
      <tbody>
        {kept.map(({ name, made_at, database_bytes, files, files_bytes }) => (
          <tr key={name}>
            <th scope="row" title={name}>
              <When value={made_at} exact />
            </th>
            <td className="right num">{format.size(database_bytes)}</td>
            <td className="right num">
              {files == null
                ? '–'
                : t('health:files_of', {
                    count: files,
                    number: format.number(files),
                    size: format.size(files_bytes ?? 0),
                  })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
