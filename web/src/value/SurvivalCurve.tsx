import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { Chart, Section } from '@/ui';
import type { ValueReport } from './types';
import './value.css';

/** The share of customers that is still there so many months after the first order, and how sure that is. */
export function SurvivalCurve({ points }: { points: ValueReport['survival'] }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  return (
    <Section title={t('value:survival')}>
      <p className="value-line">{t('value:survival_text')}</p>
      <Chart
        kind="line"
        height={220}
        title={t('value:survival')}
        labels={points.map((point) => t('value:survival_months', { n: point.months }))}
        series={[
          { name: t('value:survival_share'), values: points.map((point) => point.share_bp) },
          { name: t('value:survival_low'), values: points.map((point) => point.low_bp ?? null) },
          { name: t('value:survival_high'), values: points.map((point) => point.high_bp ?? null) },
        ]}
        format={format.ratio}
        plain={format.ratio}
      />
    </Section>
  );
}
