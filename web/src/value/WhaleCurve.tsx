import { useTranslation } from 'react-i18next';
import { useFormat, useMe } from '@/lib';
import { Chart, Section } from '@/ui';
import { Behind } from './Behind';
import { atALoss } from './rowsBehind';
import type { ValueReport } from './types';
import './value.css';

type Spread = NonNullable<ValueReport['classes']>['contribution'];

/** How contribution adds up from the largest customer down, and who takes away from it. */
export function WhaleCurve({ spread }: { spread: Spread }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const { currency } = useMe().workspace;
  const exact = (minor: number) => format.moneyExact({ minor, currency });
  const { top_fifth_bp: share, gini, below_zero: below } = spread;
  return (
    <Section title={t('value:whale')}>
      <div className="value-line value-told">
        {share != null && <p>{t('value:whale_share', { share: format.ratio(share) })}</p>}
        {spread.total_minor <= 0 && (
          <p>
            {t('value:whale_loss', { total: exact(spread.total_minor), top: exact(spread.top_fifth_minor) })}
          </p>
        )}
        {below > 0 && (
          <p>
            <Behind rows={atALoss()}>
              {t('value:whale_below', { count: below, number: format.number(below) })}
            </Behind>
          </p>
        )}
        {gini != null && <p className="muted">{t('value:whale_gini', { gini: format.number(gini, 2) })}</p>}
      </div>
      <Chart
        kind="line"
        height={220}
        title={t('value:whale')}
        labels={spread.points.map((point) => format.ratio(point.accounts_bp))}
        series={[{ name: t('value:whale_sum'), values: spread.points.map((point) => point.sum_minor) }]}
        format={(minor) => format.money({ minor, currency })}
        plain={(minor) => format.moneyPlain({ minor, currency })}
      />
    </Section>
  );
}
