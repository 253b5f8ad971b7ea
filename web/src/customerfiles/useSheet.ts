import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api';
import { useFormat, useLabels } from '@/lib';
import type { Analysis, CustomerFile } from './types';
import { useAnswerText } from './useAnswerText';

/** One thing that a file says: on the screen, on paper and in a table alike. */
export type Line = {
  key: string;
  label: string;
  /** In words; empty where there is nothing. */
  value: string;
  /** An amount, which a table has as a number that can be reckoned with. */
  amount?: Schema<'Money'>;
  /** The day on which it was so. */
  day?: string | null;
  /** Why it does not count. */
  state?: Schema<'FileAnswer'>['state'];
};

/** What a file says, in the order in which it is told. */
export type Sheet = { head: Line[]; analysis: Line[][]; answers: Line[]; review: Line[] };

const VALUE = ['value', 'to_date', 'open', 'future', 'lifetime'] as const;
const YEAR = ['sales', 'margin', 'service', 'contribution'] as const;
const CLASSES = ['pyramid', 'abc', 'bcg', 'behaviour', 'silence'] as const;

/** What a review looks at, in four groups: what the customer was worth on the day of the analysis. */
export function useAnalysisLines() {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const format = useFormat();
  return (analysis: Analysis): Line[][] => {
    const { day } = analysis;
    const money = (key: (typeof VALUE)[number] | (typeof YEAR)[number]) => ({
      key,
      label: t(`customerfiles:figure.${key}`),
      value: format.moneyExact(analysis[key]),
      amount: analysis[key],
      day,
    });
    const line = (key: string, label: string, value: string) => ({ key, label, value, day });
    const { service_bp, delivered_lead, order_due_on } = analysis;
    return [
      VALUE.map(money),
      [
        ...YEAR.map(money),
        line('service_bp', labels.field('service_ratio'), service_bp == null ? '' : format.ratio(service_bp)),
      ],
      [
        ...CLASSES.map((key) => line(key, labels.field(key), labels.choice(key, analysis[key]))),
        line(
          'strategic',
          t('customerfiles:strategic'),
          analysis.strategic.map((type) => labels.field(`is_${type}`)).join(t('ui:comma')),
        ),
      ],
      [
        ...analysis.views
          .filter((view) => view.class !== 'none')
          .map((view) => line(view.field, labels.field(view.field), labels.choice(view.field, view.class))),
        line(
          'lead',
          labels.field('delivered_lead'),
          delivered_lead == null ? '' : format.number(delivered_lead),
        ),
        line('due', labels.field('due_on'), order_due_on ? format.date(order_due_on) : ''),
      ],
    ];
  };
}

/** How often a store is visited, from when on otherwise, and by which class. */
export function useVisitText() {
  const { t } = useTranslation('customerfiles');
  const format = useFormat();
  return ({ days, days_tomorrow, agreed, reckoned }: CustomerFile['visits']) => {
    if (days == null) return { now: t('customerfiles:no_class') };
    return {
      now: t('customerfiles:every', { days }),
      later:
        days_tomorrow != null && days_tomorrow !== days
          ? t('customerfiles:from_tomorrow', { days: days_tomorrow })
          : undefined,
      by: agreed
        ? t('customerfiles:agreed', { class: agreed.class, reckoned, until: format.date(agreed.until) })
        : t('customerfiles:reckoned', { class: reckoned }),
    };
  };
}

/** A file as lines: the page, the print and the table are made of the same ones. */
export function useSheet() {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const reviews = useLabels('file-reviews');
  const format = useFormat();
  const { label, text } = useAnswerText();
  const analysisLines = useAnalysisLines();
  const visitText = useVisitText();
  return (file: CustomerFile): Sheet => {
    const analysis = file.reviews.find((review) => review.analysis)?.analysis;
    const last = file.reviews.find((review) => review.result);
    const { now, later, by } = visitText(file.visits);
    const line = (key: string, label: string, value: string) => ({ key, label, value });
    return {
      head: [
        line('step', labels.field('file_step'), labels.choice('file_step', file.step)),
        line('completeness', labels.field('file_completeness'), format.ratio(file.completeness.bp)),
        line('steward', t('customerfiles:steward'), file.steward?.name ?? t('customerfiles:nobody')),
        line(
          'next',
          t('customerfiles:next_review'),
          file.next_review_on ? format.date(file.next_review_on) : t('customerfiles:not_yet'),
        ),
        line('visits', t('customerfiles:visits'), [now, later, by].filter(Boolean).join(t('ui:semicolon'))),
      ],
      analysis: analysis ? analysisLines(analysis) : [],
      answers: file.answers.map((answer) => ({
        key: answer.field,
        label: label(answer),
        value: text(answer.field, answer.value),
        day: answer.verified_on,
        state: answer.state,
      })),
      review:
        last?.result && last.reviewed_at
          ? [
              line('result', reviews.field('result'), labels.choice('review_result', last.result)),
              line('at', reviews.field('reviewed_at'), format.date(last.reviewed_at)),
              line('by', reviews.field('reviewed_by'), last.reviewed_by?.name ?? t('customerfiles:somebody')),
              line('reason', reviews.field('reason'), last.reason ?? ''),
            ]
          : [],
    };
  };
}
