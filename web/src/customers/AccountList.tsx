import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { Plus, Store, Table2, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib';
import { Empty, RecordList, type Selection } from '@/ui';
import { TONES } from './types';
import { BULK_FIELDS, type BulkField, useAccountBulk } from './useAccountBulk';

const AccountPanel = lazy(() => import('./AccountPanel').then((file) => ({ default: file.AccountPanel })));

const BulkChange = lazy(() => import('./BulkChange').then((file) => ({ default: file.BulkChange })));

/** The customers. */
export function AccountList() {
  const { t } = useTranslation('customers');
  const mayCreate = useMay('account', 'create');
  const mayChange = useMay('account', 'change');
  const mayRemove = useMay('account', 'remove');
  const mayImport = useMay('import', 'create');
  const [asked, setAsked] = useState<{ field: BulkField; on: Selection; clear: () => void } | null>(null);
  const bulk = useAccountBulk();
  const navigate = useNavigate();
  const add = mayCreate && (
    <Link to="/accounts/new">
      <Button type="primary" icon={<Plus size={15} />}>
        {t('customers:new')}
      </Button>
    </Link>
  );
  return (
    <>
      <RecordList
        list="accounts"
        object="account"
        title={t('customers:menu')}
        onCreate={mayCreate ? () => void navigate({ to: '/accounts/new' }) : undefined}
        actions={
          <>
            <Link
              to="/accounts/cross"
              className="icon-button"
              aria-label={t('customers:cross.title')}
              title={t('customers:cross.title')}
            >
              <Table2 size={16} aria-hidden />
            </Link>
            {mayRemove && (
              <Link
                to="/accounts/trash"
                className="icon-button"
                aria-label={t('customers:trash.title')}
                title={t('customers:trash.title')}
              >
                <Trash2 size={16} aria-hidden />
              </Link>
            )}
            {add}
          </>
        }
        avatar="square"
        quick={['channel_kind', 'owner', 'region', 'history', 'volume', 'tags']}
        tones={TONES}
        card={{ badge: 'channel_kind', value: 'net_sales', meta: ['owner', 'last_order_on'] }}
        href={(row) => `/accounts/${row.id}`}
        panel={(row) => (
          <Suspense>
            <AccountPanel id={row.id} />
          </Suspense>
        )}
        builtInBulk={false}
        bulk={[
          ...(mayChange
            ? BULK_FIELDS.map(({ field, icon }) => ({
                key: field,
                label: t(`customers:bulk.${field}`),
                icon,
                run: (on: Selection, clear: () => void) => setAsked({ field, on, clear }),
              }))
            : []),
          ...(mayRemove
            ? [
                {
                  key: 'trash',
                  label: t('ui:delete'),
                  icon: Trash2,
                  danger: true,
                  run: (on: Selection, clear: () => void) => void bulk.trash(on, clear),
                },
              ]
            : []),
        ]}
        empty={
          <Empty
            icon={Store}
            title={t('customers:empty.title')}
            text={t('customers:empty.text')}
            action={
              <div className="empty-actions">
                {add}
                {mayImport && (
                  <Link to="/imports">
                    <Button>{t('customers:empty.import')}</Button>
                  </Link>
                )}
              </div>
            }
          />
        }
      />
      <Suspense>
        {asked && (
          <BulkChange
            field={asked.field}
            amount={bulk.amountOf(asked.on)}
            onClose={() => setAsked(null)}
            onApply={(change) => {
              bulk.change(asked.on, change);
              asked.clear();
              setAsked(null);
            }}
          />
        )}
      </Suspense>
    </>
  );
}
