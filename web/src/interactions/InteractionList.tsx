import { useTranslation } from 'react-i18next';
import { RecordList } from '@/ui';

/** Every call, visit and message. */
export function InteractionList() {
  const { t } = useTranslation('interactions');
  return (
    <RecordList
      list="interactions"
      object="interaction"
      title={t('interactions:menu')}
      quick={['channel', 'account', 'user', 'at']}
      builtInBulk={false}
    />
  );
}
