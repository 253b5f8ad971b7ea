import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { Chart } from '@/ui';
import type { Needed } from './DemandTable';
import type { DemandNeed } from './types';

/** How much a customer bought of a product or family by month, how much it will need, and how that was foreseen. */
export function DemandChart({ needed: { name, need } }: { needed: Needed }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  // The present month has a part that is over and one that is to come.
  const months = [...new Set([...need.past, ...need.future].map((each) => each.month))];
  const of = (side: DemandNeed['past']) => {
    const known = new Map(side.map((each) => [each.month, each.quantity]));
    return months.map((month) => known.get(month) ?? null);
  };
  return (
    <div className="demand-chart">
      <Chart
        kind="bar"
        stacked
        height={190}
        title={t('value:demand.chart', { product: name })}
        labels={months}
        series={[
          { name: t('value:demand.past'), values: of(need.past) },
          { name: t('value:demand.future'), values: of(need.future) },
        ]}
        format={format.number}
      />
      <p className="muted quiet-note">
        {t('value:demand.why', {
          product: name,
          class: need.class ? t(`value:demand.class.${need.class}`) : '',
          method: t(`value:demand.method.${need.method}`),
        })}
        {need.may_be_over && ` ${t('value:demand.over')}`}
      </p>
    </div>
  );
}
