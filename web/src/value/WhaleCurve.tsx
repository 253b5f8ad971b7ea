import { useTranslation } from 'react-i18next';
import { useFormat, useMe } from '@/lib';
import { Chart, Section } from '@/ui';
import { Behind } from './Behind';
import { atALoss } from './rowsBehind';
import type { ValueReport } from './types';
import './value.css';

type Spread = NonNullable<ValueReport['classes']>['contribution'];
type Props = { spread: Spread; accounts: number };

/** How contribution adds up from the largest customer down, and who takes away from it. */
export function WhaleCurve({ spread, accounts }: Props) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const { currency } = useMe().workspace;
  const exact = (minor: number) => format.moneyExact({ minor, currency });
  const { gini, below_zero: below } = spread;
  return (
    <Section title={t('value:whale')}>
      <div className="value-line value-told">
        <p>
          {t(`value:${toldOf(spread, accounts)}`, {
            share: format.ratio(spread.top_fifth_bp ?? 0),
            total: exact(spread.total_minor),
            top: exact(spread.top_fifth_minor),
          })}
        </p>
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

/** Fewer have no largest fifth. */
const FIFTH = 5;

/** What can be said of all together: a share of the largest fifth where there is a sum to share, amounts otherwise. */
function toldOf({ total_minor: total, top_fifth_bp: share }: Spread, accounts: number): string {
  if (share != null) return 'whale_share';
  const isFew = accounts < FIFTH ? '_few' : '';
  if (total < 0) return `whale_loss${isFew}`;
  return total === 0 ? `whale_nothing${isFew}` : 'whale_few';
}
