import { useTranslation } from 'react-i18next';
import { RecordList } from '@/ui';

/** Sales, returns and credits. */
export function OrderList() {
  const { t } = useTranslation('orders');
  return (
    <RecordList
      list="orders"
      object="order"
      title={t('orders:menu')}
      quick={['kind', 'account', 'ordered_on']}
      tones={{ kind: { sale: 'jade', return: 'amber', credit: 'violet' } }}
      builtInBulk={false}
    />
  );
}
