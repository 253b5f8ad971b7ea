import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { KeyValue, Money, Section } from '@/ui';
import type { Analysis } from './types';
import { type Line, useAnalysisLines } from './useSheet';

/** What a review looks at: what the customer was worth on the day of the analysis, on one page. */
export function AnalysisTable({ analysis }: { analysis: Analysis }) {
  const { t } = useTranslation('customerfiles');
  const format = useFormat();
  const lines = useAnalysisLines();
  return (
    <Section title={t('customerfiles:analysis', { day: format.date(analysis.day) })}>
      <div className="analysis">
        {lines(analysis).map((group) => (
          <KeyValue key={group[0]?.key} items={group.map(shown)} />
        ))}
      </div>
    </Section>
  );
}

function shown({ key, label, value, amount }: Line) {
  return { key, label, value: amount ? <Money value={amount} exact /> : value || '–' };
}
