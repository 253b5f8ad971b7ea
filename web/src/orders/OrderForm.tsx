import { useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { type Row, useRecord } from '@/api';
import { PageHeader } from '@/ui';
import './orders.css';

const OrderFields = lazy(() => import('./OrderFields').then((file) => ({ default: file.OrderFields })));

/** Enters a sale, return or credit that has happened: its total, or line by line. */
export function OrderForm() {
  const { t } = useTranslation('orders');
  const { account } = useSearch({ strict: false }) as { account?: string };
  const home = useRecord<Row & { name: string }>('accounts', account);
  return (
    <div className="page">
      <PageHeader title={t('orders:new')} sub={t('orders:new_text')} />
      <div className="page-body">
        {account && home.isPending ? (
          <i className="bone" style={{ height: 200 }} />
        ) : (
          <Suspense fallback={<i className="bone" style={{ height: 200 }} />}>
            <OrderFields account={home.data && { id: home.data.id, name: home.data.name }} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
