import { useTranslation } from 'react-i18next';
import { TrashList } from '@/ui';
import { TONES } from './types';

const COLUMNS = ['channel_kind', 'owner', 'trashed_at', 'net_sales', 'last_order_on'];

/** Customers that were deleted and can come back. */
export function AccountTrash() {
  const { t } = useTranslation('customers');
  return (
    <TrashList
      list="accounts"
      columns={COLUMNS}
      tones={TONES}
      back={t('customers:trash.back')}
      text={t('customers:trash.none_text')}
    />
  );
}
