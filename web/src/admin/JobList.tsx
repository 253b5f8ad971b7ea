import { useTranslation } from 'react-i18next';
import { RecordList } from '@/ui';

/** Imports, exports and other background work. */
export function JobList() {
  const { t } = useTranslation('admin');
  return (
    <RecordList
      list="jobs"
      object="job"
      title={t('admin:menu')}
      name="kind"
      quick={['state']}
      tones={{ state: { queued: 'grey', running: 'blue', done: 'jade', failed: 'red', cancelled: 'grey' } }}
      builtInBulk={false}
      exportable={false}
    />
  );
}
