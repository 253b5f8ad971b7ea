import { useTranslation } from 'react-i18next';
import { RecordList } from '@/ui';

/** The colleagues. */
export function UserList() {
  const { t } = useTranslation('staff');
  return (
    <RecordList
      list="users"
      object="user"
      title={t('staff:menu')}
      avatar="round"
      quick={['state']}
      builtInBulk={false}
      exportable={false}
    />
  );
}
