import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { useFormat } from '@/lib';
import { Field, Money, Savable, Section } from '@/ui';
import { Behind, Opens } from './Behind';
import { BY_SHARE, contactsOf, type Days, marginsOf, ordersOf, type Rows } from './rowsBehind';
import { type AccountValue, TONES } from './types';
import './value.css';

type Step = {
  key: string;
  label: string;
  minor: number;
  from: number;
  kind: 'in' | 'out' | 'rest';
  /** The rows it is made of. */
  behind?: Rows | undefined;
};
type Props = { account: Ref; year: AccountValue['year']; days: Days };

/** From net sales down to what is left: each step of the last 12 months as a bar and an amount. */
export function YearBridge({ account, year, days }: Props) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const currency = year.sales.currency;
  // Returns and credits are rows too, also where nothing was sold.
  const hasOrders = year.orders > 0 || year.sales.minor !== 0 || year.goods.minor !== 0;
  const steps: Step[] = [
    {
      key: 'sales',
      label: t('value:year.sales'),
      minor: year.sales.minor,
      from: 0,
      kind: 'in',
      behind: hasOrders ? ordersOf(account, days) : undefined,
    },
    {
      key: 'goods',
      label: t('value:year.goods'),
      minor: 0 - year.goods.minor,
      from: year.sales.minor,
      kind: 'out',
      behind: hasOrders ? marginsOf(account, days) : undefined,
    },
    {
      key: 'margin',
      label: t('value:year.margin'),
      minor: year.margin.minor,
      from: 0,
      kind: 'rest',
      behind: hasOrders ? marginsOf(account, days) : undefined,
    },
  ];
  let at = year.margin.minor;
  for (const service of year.service) {
    steps.push({
      key: service.kind,
      label: t(`value:service.${service.kind}`, {
        count: service.count,
        number: format.number(service.count),
        each: format.moneyExact(service.each),
      }),
      minor: 0 - service.cost.minor,
      from: at,
      kind: 'out',
      behind: service.count > 0 ? contactsOf(account, days, service.kind) : undefined,
    });
    at -= service.cost.minor;
  }
  steps.push({
    key: 'contribution',
    label: t('value:year.contribution'),
    minor: year.contribution.minor,
    from: 0,
    kind: 'rest',
  });
  const ends = steps.flatMap((step) => [step.from, step.from + step.minor]);
  const [least, most] = [Math.min(0, ...ends), Math.max(1, ...ends)];
  const place = (minor: number) => ((minor - least) / (most - least)) * 100;
  return (
    <Section title={t('value:year.title')}>
      <Savable title={t('value:year.title')}>
        <table className="value-bridge">
          <caption className="sr-only">{t('value:year.title')}</caption>
          <tbody>
            {steps.map((step) => {
              const [low, high] = [step.from, step.from + step.minor].sort((one, other) => one - other);
              return (
                <tr key={step.key} className={step.kind}>
                  <th scope="row">{step.label}</th>
                  <td className="bar" aria-hidden>
                    <i
                      style={{
                        marginInlineStart: `${place(low ?? 0)}%`,
                        width: `${Math.max(place(high ?? 0) - place(low ?? 0), 0.4)}%`,
                      }}
                    />
                  </td>
                  <td className="right">
                    <Behind rows={step.behind}>
                      <Money value={{ minor: step.minor, currency }} exact />
                    </Behind>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Savable>
      <p className="value-line">
        <Field
          list="accounts"
          field={{ key: 'service_load', kind: 'choice' }}
          value={year.load}
          tones={TONES}
        />{' '}
        <span className="muted">
          {year.ratio_bp == null
            ? t('value:year.no_margin')
            : t('value:year.ratio', {
                ratio: format.ratio(year.ratio_bp),
                amber: format.ratio(year.amber_bp),
                red: format.ratio(year.red_bp),
              })}
        </span>
      </p>
      {year.estimated.minor !== 0 && (
        <p className="muted quiet-note">
          {t('value:year.estimated', { amount: format.moneyExact(year.estimated) })}{' '}
          <Opens rows={marginsOf(account, days, [BY_SHARE])}>{t('value:year.estimated_open')}</Opens>
        </p>
      )}
    </Section>
  );
}
