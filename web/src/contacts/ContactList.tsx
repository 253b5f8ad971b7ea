import { useTranslation } from 'react-i18next';
import { RecordList } from '@/ui';

/** The people at the customers. */
export function ContactList() {
  const { t } = useTranslation('contacts');
  return (
    <RecordList
      list="contacts"
      object="contact"
      title={t('contacts:menu')}
      avatar="round"
      quick={['owner', 'tags']}
    />
  );
}
