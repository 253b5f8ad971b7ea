import { ChevronDown } from 'lucide-react';
import { Fragment, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone, useLabels, useMay } from '@/lib';
import { Field } from '@/ui';
import { type Account, TONES } from './types';
import { ValueAxis } from './valueParts';

const AXES = ['lifecycle', 'level', 'tie', 'value', 'strategy'] as const;
const BASES = ['history', 'volume', 'credit_grade', 'market_position', 'ownership_form'] as const;

/**
 * Five questions about a customer, kept apart, and beside them the classification that is known today. On a phone they
 * would fill half of the screen: there the classification stands in one line, which opens.
 */
export function AccountAxes({ account }: { account: Account }) {
  const { t } = useTranslation('customers');
  const mayValue = useMay('value', 'read');
  const labels = useLabels('accounts');
  const phone = useIsPhone();
  const known = BASES.filter((key) => account[key]);
  const told = (key: (typeof BASES)[number]) => (
    <Field list="accounts" field={{ key, kind: 'choice' }} value={account[key]} tones={TONES} />
  );
  const whole = (
    <>
      <dl className="axes-five">
        {AXES.map((axis) => (
          <div key={axis}>
            <dt>{t(`customers:axis.${axis}`)}</dt>
            {axis === 'value' ? (
              <dd>
                {mayValue ? (
                  <Suspense>
                    <ValueAxis id={account.id} />
                  </Suspense>
                ) : (
                  t('customers:axis_hidden')
                )}
              </dd>
            ) : (
              <dd title={t(`customers:axis_fill.${axis}`)}>{t(`customers:axis_fill.${axis}`)}</dd>
            )}
          </div>
        ))}
      </dl>
      <dl className="axes-known" aria-label={t('customers:classification')}>
        {known.map((key) => (
          <div key={key}>
            <dt>{labels.field(key)}</dt>
            <dd>{told(key)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
  if (!phone) {
    return (
      <section className="axes" aria-label={t('customers:axes')}>
        {whole}
      </section>
    );
  }
  return (
    <details className="axes-fold">
      <summary>
        <span className="axes-name">{t('customers:axes')}</span>
        <span className="axes-line clip">
          {known.map((key) => (
            <Fragment key={key}>{told(key)} </Fragment>
          ))}
        </span>
        <ChevronDown size={17} aria-hidden />
      </summary>
      <div className="axes">{whole}</div>
    </details>
  );
}
