import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRecord, useRemove } from '@/api';
import { toast, useFormat, useLabels, useMay, useShowProblem } from '@/lib';
import { confirm, ErrorState, Field, KeyValue, Money, Section } from '@/ui';
import { TONES } from './tones';
import './orders.css';
import type { Order } from './types';

/** One order with its lines, beside a list or over a page; once it is removed, there is nothing left to show. */
export function OrderShow({ id, onRemoved }: { id: string; onRemoved: () => void }) {
  const { t } = useTranslation('orders');
  const labels = useLabels('orders');
  const format = useFormat();
  const mayRemove = useMay('order', 'remove');
  const showProblem = useShowProblem();
  const query = useRecord<Order>('orders', id);
  const remove = useRemove('orders');
  const order = query.data;
  if (query.error && !order) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!order) return <i className="bone" style={{ height: 180, marginTop: 12 }} />;
  const drop = async () => {
    const yes = await confirm({
      title: t('orders:remove_title'),
      text: t('orders:remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (!yes) return;
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          toast(t('orders:removed'));
          onRemoved();
        },
        onError: showProblem,
      },
    );
  };
  const link = (ref: Order['account']) =>
    ref && (
      <Link to="/accounts/$id" params={{ id: ref.id }} className="link">
        {ref.name}
      </Link>
    );
  return (
    <div className="order">
      <p className="order-total">
        <Field list="orders" field={{ key: 'kind', kind: 'choice' }} value={order.kind} tones={TONES} />
        <Money value={order.net} exact />
      </p>
      <KeyValue
        items={[
          { key: 'account', label: labels.field('account'), value: link(order.account) },
          ...(order.payer ? [{ key: 'payer', label: labels.field('payer'), value: link(order.payer) }] : []),
          { key: 'ordered_on', label: labels.field('ordered_on'), value: order.ordered_on },
          { key: 'number', label: labels.field('number'), value: order.number },
          ...(order.cost
            ? [{ key: 'cost', label: labels.field('cost'), value: <Money value={order.cost} exact /> }]
            : []),
          ...(order.external_id
            ? [
                {
                  key: 'external_id',
                  label: labels.field('external_id'),
                  value: `${order.source} · ${order.external_id}`,
                },
              ]
            : []),
          ...(order.remark ? [{ key: 'remark', label: labels.field('remark'), value: order.remark }] : []),
          { key: 'created_at', label: labels.field('created_at'), value: format.date(order.created_at) },
        ]}
      />
      <Section title={t('orders:lines')}>
        {order.lines.length === 0 ? (
          <p className="muted quiet">{t('orders:lines_none')}</p>
        ) : (
          <table className="order-lines">
            <thead>
              <tr>
                <th scope="col">{t('orders:line.product')}</th>
                <th scope="col">{t('orders:line.quantity')}</th>
                <th scope="col">{t('orders:line.price')}</th>
                <th scope="col">{t('orders:line.net')}</th>
              </tr>
            </thead>
            <tbody>
              {order.lines.map((line, index) => (
                <tr key={index}>
                  <td>
                    {line.product}
                    {line.sku && <small className="muted"> {line.sku}</small>}
                    {line.promotion && <span className="tag">{t('orders:line.promotion')}</span>}
                  </td>
                  <td>{format.number(line.quantity)}</td>
                  <td>
                    <Money value={line.price} exact />
                  </td>
                  <td>
                    <Money value={line.net} exact />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
      {mayRemove && (
        <Button danger type="text" onClick={() => void drop()}>
          {t('ui:delete')}
        </Button>
      )}
    </div>
  );
}
