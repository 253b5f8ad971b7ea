import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord, useRemove } from '@/api';
import { toast, useFormat, useLabels, useMay, useShowProblem } from '@/lib';
import { confirm, ErrorState, KeyValue } from '@/ui';
import './catalogue.css';
import type { Product } from './types';

const ProductDialog = lazy(() => import('./ProductDialog').then((file) => ({ default: file.ProductDialog })));

/** A product beside the list. */
export function ProductPanel({ id, onRemoved }: { id: string; onRemoved: () => void }) {
  const { t } = useTranslation('catalogue');
  const labels = useLabels('products');
  const format = useFormat();
  const [mayChange, mayRemove] = [useMay('product', 'change'), useMay('product', 'remove')];
  const showProblem = useShowProblem();
  const [changing, setChanging] = useState(false);
  const query = useRecord<Product>('products', id);
  const remove = useRemove('products');
  const product = query.data;
  if (query.error && !product) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!product) return <i className="bone" style={{ height: 120, marginTop: 12 }} />;
  const drop = async () => {
    const yes = await confirm({
      title: t('catalogue:remove_title', { name: product.name }),
      text: t('catalogue:remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (!yes) return;
    remove.mutate(
      { id, version: product.version },
      {
        onSuccess: () => {
          toast(t('catalogue:removed'));
          onRemoved();
        },
        onError: showProblem,
      },
    );
  };
  return (
    <div className="product">
      <KeyValue
        items={[
          { key: 'sku', label: labels.field('sku'), value: product.sku },
          { key: 'family', label: labels.field('family'), value: product.family ?? t('catalogue:without') },
          { key: 'created_at', label: labels.field('created_at'), value: format.date(product.created_at) },
        ]}
      />
      <div className="product-actions">
        {mayChange && <Button onClick={() => setChanging(true)}>{t('catalogue:change')}</Button>}
        {mayRemove && (
          <Button danger type="text" onClick={() => void drop()}>
            {t('ui:delete')}
          </Button>
        )}
      </div>
      <Suspense>
        {changing && <ProductDialog product={product} onClose={() => setChanging(false)} />}
      </Suspense>
    </div>
  );
}
