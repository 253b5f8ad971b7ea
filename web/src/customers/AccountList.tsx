import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { BadgeCheck, Plus, Table2, Tags, Trash2, UserRound, Waypoints } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollowMany } from '@/follows';
import { useFieldAccess, useFormat, useMay } from '@/lib';
import { IconLink, RecordList } from '@/ui';
import { TONES } from './types';

const AccountsEmpty = lazy(() => import('./AccountsEmpty').then((file) => ({ default: file.AccountsEmpty })));
const AccountPanel = lazy(() => import('./AccountPanel').then((file) => ({ default: file.AccountPanel })));

/** What a list of customers is most often given at once: a button each. */
const BULK = [
  { field: 'owner', icon: UserRound },
  { field: 'tags', icon: Tags },
  { field: 'channel_kind', icon: Waypoints },
  { field: 'credit_grade', icon: BadgeCheck },
];

/** The customers. */
export function AccountList() {
  const { t } = useTranslation('customers');
  const mayCreate = useMay('account', 'create');
  const mayRemove = useMay('account', 'remove');
  const mayImport = useMay('import', 'create');
  const navigate = useNavigate();
  const format = useFormat();
  const follow = useFollowMany('accounts');
  const access = useFieldAccess('account');
  const add = mayCreate && (
    <Link to="/accounts/new">
      <Button type="primary" icon={<Plus size={15} />}>
        {t('customers:new')}
      </Button>
    </Link>
  );
  return (
    <RecordList
      list="accounts"
      object="account"
      title={t('customers:menu')}
      onCreate={mayCreate ? () => void navigate({ to: '/accounts/new' }) : undefined}
      actions={
        <>
          <IconLink to="/accounts/cross" icon={Table2} label={t('customers:cross.title')} />
          {mayRemove && <IconLink to="/accounts/trash" icon={Trash2} label={t('ui:trash.title')} />}
          {add}
        </>
      }
      quick={['followed', 'channel_kind', 'owner', 'region', 'history', 'volume', 'tags']}
      tones={TONES}
      card={{
        badge: 'channel_kind',
        value: 'net_sales',
        meta: ['last_order_on', 'days_silent', 'owner'],
        says: {
          last_order_on: (date) => t('customers:card.last_order', { date }),
          // Today says the date itself.
          days_silent: (days) =>
            days === 0
              ? null
              : t('customers:card.silent', { count: Number(days), number: format.number(Number(days)) }),
        },
      }}
      href={(row) => `/accounts/${row.id}`}
      panel={(row) => (
        <Suspense>
          <AccountPanel id={row.id} />
        </Suspense>
      )}
      bulk={follow}
      bulkButtons={BULK.filter(({ field }) => access(field) === 'write').map((each) => ({
        ...each,
        label: t(`customers:bulk.${each.field}`),
      }))}
      empty={
        <Suspense>
          <AccountsEmpty mayImport={mayImport} add={add} />
        </Suspense>
      }
    />
  );
}
