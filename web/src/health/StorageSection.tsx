import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { KeyValue, Section, When } from '@/ui';
import { DiskBar } from './DiskBar';
import type { Backups, Installation } from './types';

type Props = { storage: Installation['storage']; backups: Backups };

/** How large everything is, and how much room there is. */
export function StorageSection({ storage, backups }: Props) {
  const { t } = useTranslation('health');
  const format = useFormat();
  const { database_bytes, log_bytes, files, files_place, disk } = storage;
  const isElsewhere = backups.disk && disk && backups.disk.total_bytes !== disk.total_bytes;
  return (
    <Section title={t('health:storage')}>
      <KeyValue
        items={[
          { key: 'database', label: t('health:database'), value: format.size(database_bytes) },
          ...(log_bytes == null
            ? []
            : [{ key: 'log', label: t('health:log'), value: format.size(log_bytes) }]),
          {
            key: 'files',
            label: t('health:files'),
            value: files ? (
              <>
                {t('health:files_of', {
                  count: files.files,
                  number: format.number(files.files),
                  size: format.size(files.size_bytes),
                })}
                <small className="muted">
                  {' '}
                  <When value={files.at} />
                </small>
              </>
            ) : (
              <span className="muted">{t('health:files_unknown')}</span>
            ),
          },
          {
            key: 'place',
            label: t('health:files_place'),
            value: <code className="place">{files_place}</code>,
          },
        ]}
      />
      {disk && <DiskBar disk={disk} label={t('health:disk')} />}
      {isElsewhere && backups.disk && <DiskBar disk={backups.disk} label={t('health:backup_disk')} />}
    </Section>
  );
}
