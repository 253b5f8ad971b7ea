import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { daysAhead, useFormat, useMay } from '@/lib';
import { ErrorState } from '@/ui';
import { AccountClasses } from './AccountClasses';
import { AccountTypes } from './AccountTypes';
import { AccountViews } from './AccountViews';
import { DeliveredValue } from './DeliveredValue';
import { LifetimeValue } from './LifetimeValue';
import { NotRecorded } from './NotRecorded';
import { OrderCycle } from './OrderCycle';
import type { Days } from './rowsBehind';
import { ThreeParts } from './ThreeParts';
import { useAccountValue } from './useAccountValue';
import { ValueHistory } from './ValueHistory';
import { YearBridge } from './YearBridge';
import './value.css';

const ForecastDialog = lazy(() =>
  import('./ForecastDialog').then((file) => ({ default: file.ForecastDialog })),
);

const AccountDemand = lazy(() => import('./AccountDemand').then((file) => ({ default: file.AccountDemand })));

type Props = { account: Ref; firstOrderOn: string | null; orders: number; frozen: boolean };

/** What a customer is worth, part by part, each with what it is made of. */
export function AccountValue({ account, firstOrderOn, orders, frozen }: Props) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const mayChange = useMay('account', 'change') && !frozen;
  const mayOrders = useMay('order', 'read');
  const [editing, setEditing] = useState(false);
  const query = useAccountValue(account.id);
  const value = query.data;
  if (query.isError && !value) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!value) return <i className="bone" style={{ height: 320 }} />;
  const days: Days = [value.year.from, value.day];
  return (
    <div className="account-value">
      {firstOrderOn && firstOrderOn > value.year.from && (
        <p className="value-line muted">
          {t('value:short_history', {
            day: firstOrderOn,
            number: format.number(1 - daysAhead(firstOrderOn)),
          })}
        </p>
      )}
      <ThreeParts
        account={account}
        value={value}
        hasOrdered={firstOrderOn !== null}
        onEdit={mayChange ? () => setEditing(true) : undefined}
      />
      <YearBridge account={account} year={value.year} days={days} />
      <DeliveredValue account={account} days={days} firstOrderOn={firstOrderOn} mayChange={mayChange} />
      <LifetimeValue lifetime={value.lifetime} />
      <OrderCycle cycle={value.cycle} hasOrdered={firstOrderOn !== null} hasOrderedOnce={orders === 1} />
      {mayOrders && (
        <Suspense fallback={<i className="bone" style={{ height: 160 }} />}>
          <AccountDemand id={account.id} />
        </Suspense>
      )}
      <AccountClasses value={value} />
      <AccountTypes account={account} days={days} mayChange={mayChange} />
      <AccountViews views={value.views} />
      <ValueHistory days={value.history} />
      <NotRecorded inputs={value.not_recorded} />
      <Suspense>
        {editing && <ForecastDialog account={account} value={value} onClose={() => setEditing(false)} />}
      </Suspense>
    </div>
  );
}
