import { Button } from 'antd';
import { Pencil } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Condition, Ref } from '@/api';
import { useFormat, useLabels } from '@/lib';
import { ErrorState, Field, Pill, Section } from '@/ui';
import { Behind } from './Behind';
import { type Days, ordersOf, type Rows } from './rowsBehind';
import { TONES, type AccountTypes as Types } from './types';
import { useAccountTypes } from './useAccountTypes';
import './delivered.css';

const TypesDialog = lazy(() => import('./TypesDialog').then((file) => ({ default: file.TypesDialog })));

type Props = { account: Ref; days: Days; mayChange: boolean };

/** Returns and credits are orders, too. */
const SALE: Condition = { field: 'kind', op: 'in', value: ['sale'] };

/** What kind of customer it is: how it buys and why that is thought, why it is strategic, what it looks at first. */
export function AccountTypes({ account, days, mayChange }: Props) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const [editing, setEditing] = useState(false);
  const query = useAccountTypes(account.id);
  const types = query.data;
  return (
    <Section
      title={t('value:types.title')}
      action={
        mayChange &&
        types && (
          <Button size="small" type="text" icon={<Pencil size={14} />} onClick={() => setEditing(true)}>
            {t('value:types.edit')}
          </Button>
        )
      }
    >
      {!types && query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {!types && !query.isError && <i className="bone" style={{ height: 120 }} />}
      {types && (
        <dl className="value-classes">
          <div>
            <dt>{labels.field('behaviour')}</dt>
            <dd>
              <Choice field="behaviour" value={types.behaviour.counts} />
              <BehaviourSaid behaviour={types.behaviour} />
              <BehaviourWhy behaviour={types.behaviour} orders={ordersOf(account, days, [SALE])} />
            </dd>
          </div>
          <div>
            <dt>{t('value:types.strategic')}</dt>
            <dd>
              {types.strategic.types.length === 0 && <span className="muted">{t('value:types.none')}</span>}
              {types.strategic.types.map((type) => (
                <Pill key={type} tone="violet">
                  {labels.field(`is_${type}`)}
                </Pill>
              ))}
              {types.strategic.reason && <p className="types-why">{types.strategic.reason}</p>}
              <SaidBy said={types.strategic.said} />
            </dd>
          </div>
          <div>
            <dt>{labels.field('orientation')}</dt>
            <dd>
              <Choice field="orientation" value={types.orientation.orientation} />
              <SaidBy said={types.orientation.said} />
            </dd>
          </div>
        </dl>
      )}
      <Suspense>
        {editing && types && (
          <TypesDialog account={account} types={types} onClose={() => setEditing(false)} />
        )}
      </Suspense>
    </Section>
  );
}

function Choice({ field, value }: { field: string; value: string }) {
  return <Field list="accounts" field={{ key: field, kind: 'choice' }} value={value} tones={TONES} />;
}

function SaidBy({ said }: { said?: Types['orientation']['said'] }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  if (!said) return null;
  return (
    <small className="muted">
      {t('value:types.said', {
        name: said.by?.name ?? t('value:delivered.somebody'),
        day: format.date(said.at),
      })}
    </small>
  );
}

/** Who confirmed it or set it right; what is derived stays visible. */
function BehaviourSaid({ behaviour }: { behaviour: Types['behaviour'] }) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const format = useFormat();
  if (!behaviour.said) return <small className="muted">{t('value:types.derived')}</small>;
  const words = {
    name: behaviour.said.by?.name ?? t('value:delivered.somebody'),
    day: format.date(behaviour.said.at),
    derived: labels.choice('behaviour', behaviour.derived),
  };
  return (
    <small className="muted">
      {behaviour.set === behaviour.derived
        ? t('value:types.confirmed', words)
        : t('value:types.set_right', words)}
    </small>
  );
}

type WhyProps = { behaviour: Types['behaviour']; orders: Rows };

function BehaviourWhy({ behaviour: { derived, why, not_recorded }, orders }: WhyProps) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const share = why.promotion_bp == null ? t('value:types.unknown') : format.ratio(why.promotion_bp);
  return (
    <>
      <p className="types-why in-text">
        {t(`value:types.why.${derived}`, {
          orders: format.number(why.orders),
          least: format.number(why.loyal_orders),
          promotion: share,
          discount: format.ratio(why.discount_bp),
          loyal: format.ratio(why.loyal_promotion_bp),
          enquiries: format.number(why.enquiries),
          days: format.number(why.enquiry_days),
          cycle: format.number(why.cycle_days ?? 0),
          tolerance: format.ratio(why.tolerance_bp),
          judged: format.number(why.judged),
          unplanned: format.number(why.unplanned),
        })}{' '}
        {why.orders > 0 && (
          <Behind rows={orders}>
            {t('value:types.orders', { count: why.orders, number: format.number(why.orders) })}
          </Behind>
        )}
      </p>
      <p className="types-why muted">
        {t('value:types.not_recorded', {
          inputs: not_recorded.map((input) => t(`value:input.${input}`)).join(t('ui:comma')),
        })}
      </p>
    </>
  );
}
