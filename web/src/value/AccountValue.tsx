import { Button } from 'antd';
import { Pencil } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { daysAhead, isLongAgo, useFormat, useLabels, useMay } from '@/lib';
import { ErrorState, Field, Money, Section } from '@/ui';
import { AccountTypes } from './AccountTypes';
import { AccountViews } from './AccountViews';
import { Behind } from './Behind';
import { cycleText } from './cycleText';
import { DeliveredValue } from './DeliveredValue';
import { LifetimeValue } from './LifetimeValue';
import { NotRecorded } from './NotRecorded';
import { PrintButton } from './PrintButton';
import { type Days, ordersOf } from './rowsBehind';
import { TONES } from './types';
import { useAccountValue } from './useAccountValue';
import { ValueHistory } from './ValueHistory';
import { YearBridge } from './YearBridge';
import './value.css';

const ForecastDialog = lazy(() =>
  import('./ForecastDialog').then((file) => ({ default: file.ForecastDialog })),
);

const AccountDemand = lazy(() => import('./AccountDemand').then((file) => ({ default: file.AccountDemand })));

const PARTS = ['to_date', 'open', 'future'] as const;
const CLASSES = ['pyramid', 'abc', 'bcg'] as const;
const SCORES = ['recency', 'frequency', 'monetary'] as const;

type Props = { account: Ref; firstOrderOn: string | null; orders: number; frozen: boolean };

/** What a customer is worth, part by part, each with what it is made of. */
export function AccountValue({ account, firstOrderOn, orders, frozen }: Props) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const format = useFormat();
  const mayChange = useMay('account', 'change') && !frozen;
  const mayOrders = useMay('order', 'read');
  const [editing, setEditing] = useState(false);
  const query = useAccountValue(account.id);
  const value = query.data;
  if (query.isError && !value) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!value) return <i className="bone" style={{ height: 320 }} />;
  const { parts, forecast, cycle, classes } = value;
  const whole = PARTS.reduce((sum, part) => sum + Math.max(parts[part].minor, 0), 0);
  const days: Days = [value.year.from, value.day];
  const scores = SCORES.filter((key) => classes[key] != null);
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
      <Section
        title={t('value:customer_value')}
        action={
          <span>
            <PrintButton small />
            {mayChange && (
              <Button size="small" type="text" icon={<Pencil size={14} />} onClick={() => setEditing(true)}>
                {t('value:forecast_edit')}
              </Button>
            )}
          </span>
        }
      >
        <p className="value-sum">
          <Money value={parts.sum} exact />
        </p>
        <div className="value-parts" aria-hidden>
          {PARTS.map((part) => (
            <i
              key={part}
              className={part}
              style={{ flexGrow: whole > 0 ? Math.max(parts[part].minor, 0) / whole : 0 }}
            />
          ))}
        </div>
        <dl className="value-part-list">
          {PARTS.map((part) => (
            <div key={part}>
              <dt>
                <i className={`dot ${part}`} aria-hidden />
                {t(`value:part.${part}`)}
              </dt>
              <dd>
                <Behind rows={part === 'to_date' && firstOrderOn ? ordersOf(account) : undefined}>
                  <Money value={parts[part]} exact />
                </Behind>
                <small className="muted">
                  {part === 'future'
                    ? t(`value:part_why.future_${forecast.source}`, { months: forecast.months })
                    : t(`value:part_why.${part}`)}
                </small>
                {part === 'future' && forecast.manual && (
                  <small className="muted">
                    {t(forecast.source === 'manual' ? 'value:manual_until' : 'value:manual_over', {
                      who: forecast.manual.said_by?.name ?? t('value:somebody'),
                      day: forecast.manual.said_on,
                      until: forecast.manual.until,
                    })}
                  </small>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      <YearBridge account={account} year={value.year} days={days} />
      <DeliveredValue account={account} days={days} firstOrderOn={firstOrderOn} mayChange={mayChange} />
      <LifetimeValue lifetime={value.lifetime} />
      <Section title={t('value:cycle')}>
        {cycle ? (
          <p className="value-line">
            {t(cycleText(cycle.due_on, orders === 1), {
              days: format.number(cycle.days),
              due: cycle.due_on,
              late: format.number(-daysAhead(cycle.due_on)),
            })}{' '}
            <Field
              list="accounts"
              field={{ key: 'silence', kind: 'choice' }}
              value={cycle.silence}
              tones={TONES}
            />
          </p>
        ) : (
          <p className="muted quiet-note">{t(firstOrderOn ? 'value:cycle_unknown' : 'value:cycle_none')}</p>
        )}
      </Section>
      {mayOrders && (
        <Suspense fallback={<i className="bone" style={{ height: 160 }} />}>
          <AccountDemand id={account.id} />
        </Suspense>
      )}
      <Section title={t('value:classes')}>
        <dl className="value-classes">
          {CLASSES.map((key) => (
            <div key={key}>
              <dt>{labels.field(key)}</dt>
              <dd>
                <Field list="accounts" field={{ key, kind: 'choice' }} value={classes[key]} tones={TONES} />
                {key === 'abc' && classes.visit_due_on && (
                  <small className="muted">
                    {isLongAgo(classes.visit_due_on)
                      ? t('value:visit_long_ago')
                      : t('value:visit_due', { day: classes.visit_due_on })}
                  </small>
                )}
                {key === 'pyramid' && classes.to_next && (
                  <small className="muted">
                    {t('value:to_next', { amount: format.moneyExact(classes.to_next) })}
                  </small>
                )}
              </dd>
            </div>
          ))}
          {scores.map((key) => (
            <div key={key}>
              <dt>{labels.field(key)}</dt>
              <dd>{t('value:score', { score: classes[key] ?? 0 })}</dd>
            </div>
          ))}
        </dl>
        <p className="muted quiet-note">{t('value:classes_why')}</p>
      </Section>
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
