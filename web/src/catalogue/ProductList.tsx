import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Layers, Package, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useMay } from '@/lib';
import { type BulkAction, Empty, RecordList } from '@/ui';
import { targetOf } from '@/ui/list/useBulkJob';
import type { Selection } from '@/ui/list/useTicks';
import { useGiveFamily } from './useFamilies';

const ProductPanel = lazy(() => import('./ProductPanel').then((file) => ({ default: file.ProductPanel })));
const ProductDialog = lazy(() => import('./ProductDialog').then((file) => ({ default: file.ProductDialog })));
const FamiliesDialog = lazy(() =>
  import('./FamiliesDialog').then((file) => ({ default: file.FamiliesDialog })),
);
const GiveFamilyDialog = lazy(() =>
  import('./GiveFamilyDialog').then((file) => ({ default: file.GiveFamilyDialog })),
);

/** What is sold, each with its family. */
export function ProductList() {
  const { t } = useTranslation('catalogue');
  const format = useFormat();
  const [mayCreate, mayChange] = [useMay('product', 'create'), useMay('product', 'change')];
  const mayImport = useMay('import', 'create') && mayCreate;
  const [open, setOpen] = useState<'new' | 'families' | null>(null);
  const [giving, setGiving] = useState<{ on: Selection; clear: () => void } | null>(null);
  const give = useGiveFamily();
  const bulk: BulkAction[] = [
    {
      key: 'family',
      label: t('catalogue:give'),
      icon: Layers,
      run: (on, clear) => setGiving({ on, clear }),
    },
  ];
  return (
    <>
      <RecordList
        list="products"
        object="product"
        title={t('catalogue:menu')}
        onCreate={mayCreate ? () => setOpen('new') : undefined}
        actions={
          <>
            <Button icon={<Layers size={15} />} onClick={() => setOpen('families')}>
              {t('catalogue:families')}
            </Button>
            {mayCreate && (
              <Button type="primary" icon={<Plus size={15} />} onClick={() => setOpen('new')}>
                {t('catalogue:new')}
              </Button>
            )}
          </>
        }
        quick={['family', 'sku', 'created_at']}
        card={{ value: 'family', meta: ['sku', 'created_at'] }}
        bulk={mayChange ? bulk : []}
        bulkFields={[]}
        panel={(row, close) => (
          <Suspense>
            <ProductPanel id={row.id} onRemoved={close} />
          </Suspense>
        )}
        empty={
          <Empty
            icon={Package}
            title={t('catalogue:empty')}
            text={t('catalogue:empty_text')}
            action={
              mayImport && (
                <Link to="/imports">
                  <Button>{t('catalogue:import')}</Button>
                </Link>
              )
            }
          />
        }
      />
      <Suspense>
        {open === 'new' && <ProductDialog onClose={() => setOpen(null)} />}
        {open === 'families' && <FamiliesDialog onClose={() => setOpen(null)} />}
        {giving && (
          <GiveFamilyDialog
            amount={`${format.number(giving.on.count)}${giving.on.exact ? '' : '+'}`}
            onGive={(family) => {
              give.mutate({ target: targetOf(giving.on), family });
              giving.clear();
              setGiving(null);
            }}
            onClose={() => setGiving(null)}
          />
        )}
      </Suspense>
    </>
  );
}
