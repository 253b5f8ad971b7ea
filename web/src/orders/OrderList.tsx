import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { Plus, ShoppingBag } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { dayAndClock, useMay } from '@/lib';
import { type CardFields, Empty, RecordList } from '@/ui';
import { TONES } from './tones';

const OrderShow = lazy(() => import('./OrderShow').then((file) => ({ default: file.OrderShow })));

/** Beside the whole amount there is no room for the year. */
const CARD: CardFields = {
  badge: 'kind',
  value: 'net',
  meta: ['ordered_on', 'number'],
  says: { ordered_on: (day) => dayAndClock(String(day)) },
};

/** Sales, returns and credits. */
export function OrderList() {
  const { t } = useTranslation('orders');
  const mayCreate = useMay('order', 'create');
  const navigate = useNavigate();
  const mayImport = useMay('import', 'create');
  const add = mayCreate && (
    <Link to="/orders/new">
      <Button type="primary" icon={<Plus size={15} />}>
        {t('orders:new')}
      </Button>
    </Link>
  );
  return (
    <RecordList
      list="orders"
      object="order"
      title={t('orders:menu')}
      onCreate={mayCreate ? () => void navigate({ to: '/orders/new' }) : undefined}
      actions={add}
      name="account"
      quick={['kind', 'account', 'ordered_on', 'net']}
      tones={TONES}
      card={CARD}
      builtInBulk={false}
      panel={(row, close) => (
        <Suspense>
          <OrderShow id={row.id} onRemoved={close} />
        </Suspense>
      )}
      empty={
        <Empty
          icon={ShoppingBag}
          title={t('orders:empty.title')}
          text={t(mayImport ? 'orders:empty.text' : 'orders:empty.text_alone')}
          action={
            <div className="empty-actions">
              {add}
              {mayImport && (
                <Link to="/imports">
                  <Button>{t('orders:empty.import')}</Button>
                </Link>
              )}
            </div>
          }
        />
      }
    />
  );
}
