import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Plus, ShoppingBag } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Filter, type Ref, useList, useTotals } from '@/api';
import { useFormat, useIsPhone, useLabels, useMay } from '@/lib';
import { Empty, ErrorState, Field, Money, More } from '@/ui';
import { TONES } from './tones';
import './orders.css';
import type { Order } from './types';

const OrderDrawer = lazy(() => import('./OrderDrawer').then((file) => ({ default: file.OrderDrawer })));

/** A list tells how many lines an order has, and not which. */
type Listed = Omit<Order, 'lines'> & { line_count?: number };
const COLUMNS = ['ordered_on', 'number', 'kind', 'net', 'line_count'];

/** What one account has bought, the newest first. */
export function AccountOrders({ account }: { account: Ref }) {
  const { t } = useTranslation('orders');
  const labels = useLabels('orders');
  const format = useFormat();
  const phone = useIsPhone();
  const mayCreate = useMay('order', 'create');
  const [open, setOpen] = useState<string | null>(null);
  const filter: Filter = { field: 'account', op: 'in', value: [account.id] };
  const query = useList<Listed>('orders', { filter, sort: '-ordered_on', columns: COLUMNS });
  const totals = useTotals('orders', { filter }, { sums: ['net'] });
  const sum = totals.data?.sums?.net;
  const add = mayCreate && (
    <Link to="/orders/new" search={{ account: account.id } as never}>
      <Button icon={<Plus size={15} />}>{t('orders:new')}</Button>
    </Link>
  );
  if (query.error && query.rows.length === 0)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <i className="bone" style={{ height: 160 }} />;
  if (query.rows.length === 0)
    return (
      <Empty icon={ShoppingBag} title={t('orders:none_here')} text={t('orders:empty.text')} action={add} />
    );
  return (
    <div className="account-orders">
      <table className="order-lines rows">
        <thead>
          <tr>
            {COLUMNS.filter((key) => !phone || (key !== 'line_count' && key !== 'number')).map((key) => (
              <th
                key={key}
                scope="col"
                className={key === 'net' || key === 'line_count' ? 'right' : undefined}
              >
                {labels.field(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {query.rows.map((order) => (
            <tr key={order.id}>
              <td>
                <button type="button" className="linkish" onClick={() => setOpen(order.id)}>
                  {order.ordered_on}
                </button>
                {phone && <small className="muted order-number">{order.number}</small>}
              </td>
              {!phone && <td>{order.number ?? '–'}</td>}
              <td>
                <Field
                  list="orders"
                  field={{ key: 'kind', kind: 'choice' }}
                  value={order.kind}
                  tones={TONES}
                />
              </td>
              <td className="right">
                <Money value={order.net} exact />
              </td>
              {!phone && <td className="right">{format.number(order.line_count ?? 0)}</td>}
            </tr>
          ))}
        </tbody>
        {sum && typeof sum === 'object' && (
          <tfoot>
            <tr>
              <td colSpan={phone ? 2 : 3}>{t('ui:list.sums')}</td>
              <td className="right">
                <Money value={sum} exact />
              </td>
              {!phone && <td />}
            </tr>
          </tfoot>
        )}
      </table>
      <More query={query} />
      {add}
      <Suspense>{open && <OrderDrawer id={open} onClose={() => setOpen(null)} />}</Suspense>
    </div>
  );
}
