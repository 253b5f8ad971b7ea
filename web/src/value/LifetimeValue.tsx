import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Money as Amount } from '@/api';
import { useFormat, useMe } from '@/lib';
import { Chart, Money, Pill, Section } from '@/ui';
import { MODEL } from './ModelPlace';
import { seesAll } from './seesAll';
import type { AccountValue } from './types';
import './value.css';

/** What the coming years are worth, how sure that is, from what it is known, and what losing the customer costs. */
export function LifetimeValue({ lifetime }: { lifetime: AccountValue['lifetime'] }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const currency = lifetime.value.currency;
  const isModel = lifetime.form === 'model';
  const hasNothing = lifetime.value.minor === 0 && lifetime.keeping.minor === 0;
  const series = [
    { name: t('value:lifetime.until'), values: lifetime.years.map((year) => year.until.minor) },
    ...(lifetime.low
      ? [
          { name: t('value:lifetime.low'), values: lifetime.years.map((year) => year.low?.minor ?? null) },
          { name: t('value:lifetime.high'), values: lifetime.years.map((year) => year.high?.minor ?? null) },
        ]
      : []),
  ];
  return (
    <Section title={t('value:lifetime.title')}>
      <p className="value-sum">
        <Money value={lifetime.value} exact />
        {lifetime.low && lifetime.high && (
          <small className="muted">
            {t('value:lifetime.interval', {
              low: format.moneyExact(lifetime.low),
              high: format.moneyExact(lifetime.high),
            })}
          </small>
        )}
      </p>
      <Form lifetime={lifetime} />
      {lifetime.model?.name && <Model model={lifetime.model} name={lifetime.model.name} />}
      <p className="value-line">
        {isModel
          ? t('value:lifetime.model', {
              alive: format.ratio((lifetime.alive ?? 0) * 10_000),
              orders: format.number(lifetime.expected_orders ?? 0, 1),
              spend: format.money({ minor: Math.round(lifetime.expected_order_minor ?? 0), currency }),
              discount: format.ratio(lifetime.discount_bp),
            })
          : t('value:lifetime.simple', {
              retention: format.ratio(lifetime.retention_bp ?? 0),
              discount: format.ratio(lifetime.discount_bp),
            })}
      </p>
      {lifetime.why_simple && (
        <p className="muted quiet-note">{t(`value:why_simple.${lifetime.why_simple}`)}</p>
      )}
      {!lifetime.low && !hasNothing && (
        <p className="muted quiet-note">{t(`value:lifetime.no_interval_${isModel ? 'model' : 'simple'}`)}</p>
      )}
      {hasNothing ? (
        <p className="value-line">{t('value:lifetime.nothing')}</p>
      ) : (
        <>
          <Chart
            kind="line"
            height={190}
            title={t('value:lifetime.chart')}
            labels={lifetime.years.map((year) => t('value:lifetime.year', { year: year.year }))}
            series={series}
            format={(minor) => format.money({ minor, currency })}
            plain={(minor) => format.moneyPlain({ minor, currency })}
          />
          <p className="value-line">
            {t(`value:lifetime.${lossOf(lifetime)}`, {
              low: format.moneyExact(unsigned(lifetime.churn_cost_low)),
              high: format.moneyExact(unsigned(lifetime.churn_cost_high)),
              from: lifetime.multiples[0],
              to: lifetime.multiples[1],
              keeping: format.moneyExact(lifetime.keeping),
            })}
          </p>
        </>
      )}
    </Section>
  );
}

/** By what it was reckoned, how the model stands, and the way to what is known of its quality. */
function Form({ lifetime: { form, why_simple } }: { lifetime: AccountValue['lifetime'] }) {
  const { t } = useTranslation('value');
  const isModel = form === 'model';
  const maySeeModel = seesAll(useMe().grants);
  const status = isModel ? 'used' : (why_simple ?? 'not_yet');
  return (
    <p className="value-line value-form">
      <Pill tone={isModel ? 'jade' : 'grey'}>{t(`value:lifetime.form.${isModel ? 'model' : 'simple'}`)}</Pill>
      <span className="muted">
        {t('value:lifetime.status', { status: t(`value:lifetime.status_of.${status}`) })}
      </span>
      {maySeeModel && (
        <Link to="/value" hash={MODEL} className="link">
          {t('value:lifetime.quality')}
        </Link>
      )}
    </p>
  );
}

type ModelInShort = NonNullable<AccountValue['lifetime']['model']>;

/** Which model it is, and for who may know how near it came in its test and to whom it was fitted. */
function Model({ model, name }: { model: ModelInShort; name: string }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const { is_used, reason, test, sample } = model;
  return (
    <p className="muted quiet-note">
      {t('value:lifetime.model_named', {
        name: t(`value:model.name.${name}`),
        verdict: t(is_used ? `value:model.verdict.${reason}` : `value:lifetime.status_of.${reason}`),
      })}{' '}
      {test &&
        t('value:lifetime.model_test', {
          from: test.from,
          predicted: format.number(test.predicted, 0),
          actual: format.number(test.actual, 0),
        })}{' '}
      {test?.as_before_mae != null &&
        t('value:lifetime.model_error', {
          error: format.number(test.mae, 2),
          before: format.number(test.as_before_mae, 2),
        })}{' '}
      {sample &&
        t('value:lifetime.model_sample', {
          customers: format.number(sample.customers),
          all: format.number(sample.of),
          repeaters: format.number(sample.repeaters),
        })}
    </p>
  );
}

/**
 * Whether losing the customer costs something, saves something, or either, as winning another one is cheap or dear. Where
 * nothing was spent on keeping it, nobody knows what that would cost.
 */
function lossOf({ churn_cost_low: low, churn_cost_high: high, keeping }: AccountValue['lifetime']) {
  if (keeping.minor === 0) return low.minor < 0 ? 'churn_saves_alone' : 'churn_alone';
  if (low.minor >= 0) return 'churn';
  return high.minor <= 0 ? 'churn_saves' : 'churn_either';
}

/** The sentence says which way it goes. */
function unsigned({ minor, currency }: Amount): Amount {
  return { minor: Math.abs(minor), currency };
}
