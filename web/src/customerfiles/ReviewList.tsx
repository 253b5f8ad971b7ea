import { useTranslation } from 'react-i18next';
import { useFormat, useLabels } from '@/lib';
import { Pill, Section } from '@/ui';
import type { CustomerFile, Review } from './types';

/** What was decided on the customer, the newest first. */
export function ReviewList({ file }: { file: CustomerFile }) {
  const { t } = useTranslation('customerfiles');
  if (file.reviews.length === 0) return null;
  return (
    <Section title={t('customerfiles:reviews')}>
      <ol className="file-reviews">
        {file.reviews.map((review) => (
          <ReviewLine key={review.id} review={review} />
        ))}
      </ol>
    </Section>
  );
}

function ReviewLine({ review }: { review: Review }) {
  const { t } = useTranslation('customerfiles');
  const labels = useLabels('accounts');
  const format = useFormat();
  const { outcome, result, reason, note } = review;
  const who = (key: string, at: string, by?: { name: string } | null) =>
    t(`customerfiles:did.${key}`, { day: format.date(at), name: by?.name ?? t('customerfiles:somebody') });
  const follows = [
    ...(outcome ? [t('customerfiles:follows.next', { day: format.date(outcome.next_review_on) })] : []),
    ...(outcome?.agreed
      ? [
          t('customerfiles:follows.agreed', {
            class: outcome.agreed.class,
            from: format.date(outcome.agreed.from),
          }),
        ]
      : []),
    ...(outcome?.follow_up_on
      ? [t('customerfiles:follows.task', { day: format.date(outcome.follow_up_on) })]
      : []),
  ];
  return (
    <li>
      {result && <Pill tone="blue">{labels.choice('review_result', result)}</Pill>}
      {reason && <p className="in-text">{reason}</p>}
      {follows.length > 0 && <p className="muted">{follows.join(t('ui:semicolon'))}</p>}
      {note && <p className="muted in-text">{t('customerfiles:note_said', { note })}</p>}
      <p className="muted">
        {[
          ...(review.reviewed_at ? [who('reviewed', review.reviewed_at, review.reviewed_by)] : []),
          ...(review.submitted_at ? [who('submitted', review.submitted_at, review.submitted_by)] : []),
          who('analysed', review.analysed_at, review.analysed_by),
        ].join(' · ')}
      </p>
    </li>
  );
}
