import { Button } from 'antd';
import { Star } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Condition, Ref } from '@/api';
import { useLabels } from '@/lib';
import { ErrorState, Money, Savable, Section } from '@/ui';
import { Advice } from './Advice';
import { Behind } from './Behind';
import { FactorTable } from './FactorTable';
import { contactsOf, type Days, ordersOf } from './rowsBehind';
import { Scorings } from './Scorings';
import type { DeliveredValue as Delivered } from './types';
import { useDeliveredValue } from './useDeliveredValue';
import './delivered.css';

const ScoringDialog = lazy(() => import('./ScoringDialog').then((file) => ({ default: file.ScoringDialog })));

type Props = { account: Ref; days: Days; firstOrderOn: string | null; mayChange: boolean };

/** What a customer gets from us beside what rivals offer it, and the one thing to add or to subtract. */
export function DeliveredValue({ account, days, firstOrderOn, mayChange }: Props) {
  const { t } = useTranslation('value');
  const [scoring, setScoring] = useState(false);
  const query = useDeliveredValue(account.id);
  const value = query.data;
  const newest = value?.scorings[0];
  return (
    <Section
      title={t('value:delivered.title')}
      action={
        mayChange &&
        value && (
          <Button size="small" type="text" icon={<Star size={14} />} onClick={() => setScoring(true)}>
            {t(newest ? 'value:delivered.score_again' : 'value:delivered.score')}
          </Button>
        )
      }
    >
      {!value && query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {!value && !query.isError && <i className="bone" style={{ height: 260 }} />}
      {value && !newest && <p className="muted quiet-note">{t('value:delivered.empty')}</p>}
      {newest && (
        <>
          <Advice scoring={newest} />
          <FactorTable scoring={newest} />
        </>
      )}
      {value && <Orientation value={value} />}
      {value && newest && <Scorings account={account} value={value} mayChange={mayChange} />}
      {value && (
        <EnterpriseSide side={value.enterprise} account={account} days={days} firstOrderOn={firstOrderOn} />
      )}
      <Suspense>
        {scoring && (
          <ScoringDialog account={account} before={newest ?? null} onClose={() => setScoring(false)} />
        )}
      </Suspense>
    </Section>
  );
}

/** Of what to speak first, for customers of whom it is known what they look at. */
function Orientation({ value }: { value: Delivered }) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  if (value.to_stress.length === 0) return null;
  return (
    <p className="value-line">
      {t('value:delivered.stress', {
        orientation: labels.choice('orientation', value.orientation),
        factors: value.to_stress.map((factor) => t(`value:factor.${factor}`)).join(t('ui:comma')),
      })}
    </p>
  );
}

type SideProps = Omit<Props, 'mayChange'> & { side: Delivered['enterprise'] };

/** The other side of the same model: what the customer brings us. */
function EnterpriseSide({ side, account, days, firstOrderOn }: SideProps) {
  const { t } = useTranslation('value');
  const again: Condition[] = [{ field: 'ordered_on', op: 'after', value: firstOrderOn ?? days[0] }];
  const rows = {
    repeat: ordersOf(account, days, again),
    service_cost: contactsOf(account, days),
    net: undefined,
  };
  return (
    <>
      <h3 className="delivered-side">{t('value:enterprise.title')}</h3>
      <Savable title={t('value:enterprise.title')}>
        <dl className="value-classes">
          {(['repeat', 'service_cost', 'net'] as const).map((key) => (
            <div key={key}>
              <dt>{t(`value:enterprise.${key}`)}</dt>
              <dd>
                <Behind rows={side[key].minor === 0 ? undefined : rows[key]}>
                  <Money value={side[key]} exact />
                </Behind>
              </dd>
            </div>
          ))}
        </dl>
      </Savable>
      <p className="muted quiet-note">
        {t('value:enterprise.not_recorded', {
          inputs: side.not_recorded.map((input) => t(`value:input.${input}`)).join(t('ui:comma')),
        })}
      </p>
    </>
  );
}
