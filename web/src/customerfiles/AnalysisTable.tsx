import { useTranslation } from 'react-i18next';
import { useFormat, useLabels } from '@/lib';
import { KeyValue, Money, Section } from '@/ui';
import type { Analysis } from './types';

const VALUE = ['value', 'to_date', 'open', 'future', 'lifetime'] as const;
const YEAR = ['sales', 'margin', 'service', 'contribution'] as const;
const CLASSES = ['pyramid', 'abc', 'bcg', 'behaviour', 'silence'] as const;

/** What a review looks at: what the customer was worth on the day of the analysis, on one page. */
export function AnalysisTable({ analysis }: { analysis: Analysis }) {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const format = useFormat();
  const money = (key: (typeof VALUE)[number] | (typeof YEAR)[number]) => ({
    key,
    label: t(`customerfiles:figure.${key}`),
    value: <Money value={analysis[key]} exact />,
  });
  const views = analysis.views.filter((view) => view.class !== 'none');
  return (
    <Section title={t('customerfiles:analysis', { day: format.date(analysis.day) })}>
      <div className="analysis">
        <KeyValue items={VALUE.map(money)} />
        <KeyValue
          items={[
            ...YEAR.map(money),
            {
              key: 'service_bp',
              label: labels.field('service_ratio'),
              value: analysis.service_bp == null ? '–' : format.ratio(analysis.service_bp),
            },
          ]}
        />
        <KeyValue
          items={[
            ...CLASSES.map((key) => ({
              key,
              label: labels.field(key),
              value: labels.choice(key, analysis[key]),
            })),
            {
              key: 'strategic',
              label: t('customerfiles:strategic'),
              value: analysis.strategic.map((type) => labels.field(`is_${type}`)).join(t('ui:comma')) || '–',
            },
          ]}
        />
        <KeyValue
          items={[
            ...views.map((view) => ({
              key: view.field,
              label: labels.field(view.field),
              value: labels.choice(view.field, view.class),
            })),
            {
              key: 'lead',
              label: labels.field('delivered_lead'),
              value: analysis.delivered_lead ?? '–',
            },
            {
              key: 'due',
              label: labels.field('due_on'),
              value: analysis.order_due_on ? format.date(analysis.order_due_on) : '–',
            },
          ]}
        />
      </div>
    </Section>
  );
}
