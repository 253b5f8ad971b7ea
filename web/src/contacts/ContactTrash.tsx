import { useTranslation } from 'react-i18next';
import { TrashList } from '@/ui';

const COLUMNS = ['account', 'mobile', 'owner', 'trashed_at'];

/** People who were deleted and can come back. */
export function ContactTrash() {
  const { t } = useTranslation('contacts');
  return (
    <TrashList
      list="contacts"
      columns={COLUMNS}
      back={t('contacts:trash.back')}
      text={t('contacts:trash.none_text')}
    />
  );
}
