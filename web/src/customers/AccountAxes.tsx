import { useTranslation } from 'react-i18next';
import { useLabels } from '@/lib';
import { Field } from '@/ui';
import { type Account, TONES } from './types';

const AXES = ['lifecycle', 'level', 'tie', 'value', 'strategy'] as const;
const BASES = ['history', 'volume', 'credit_grade', 'market_position', 'ownership_form'] as const;

/** Five questions about a customer, kept apart, and beside them the classification that is known today. */
export function AccountAxes({ account }: { account: Account }) {
  const { t } = useTranslation('customers');
  const labels = useLabels('accounts');
  return (
    <section className="axes" aria-label={t('customers:axes')}>
      <dl className="axes-five">
        {AXES.map((axis) => (
          <div key={axis}>
            <dt>{t(`customers:axis.${axis}`)}</dt>
            <dd title={t(`customers:axis_fill.${axis}`)}>{t(`customers:axis_fill.${axis}`)}</dd>
          </div>
        ))}
      </dl>
      <dl className="axes-known" aria-label={t('customers:classification')}>
        {BASES.filter((key) => account[key]).map((key) => (
          <div key={key}>
            <dt>{labels.field(key)}</dt>
            <dd>
              <Field list="accounts" field={{ key, kind: 'choice' }} value={account[key]} tones={TONES} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
