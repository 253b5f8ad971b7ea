import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomerFile } from './types';

/** The four steps of a file, and how far each step of the product lies along them. */
const FOUR = ['survey', 'file', 'analysis', 'review'] as const;
const AT: Record<CustomerFile['step'], number> = {
  survey: 0,
  archived: 2,
  analysed: 3,
  in_review: 3,
  reviewed: 4,
  due_again: 2,
};

/** How far a file has come: survey, file, analysis, review. */
export function FileSteps({ step }: { step: CustomerFile['step'] }) {
  const { t } = useTranslation('customerfiles');
  const at = AT[step];
  return (
    <ol className="file-steps" aria-label={t('customerfiles:steps')}>
      {FOUR.map((each, place) => (
        <li
          key={each}
          className={place < at ? 'done' : place === at ? 'now' : undefined}
          aria-current={place === at ? 'step' : undefined}
        >
          <i aria-hidden="true">{place < at ? <Check size={12} /> : place + 1}</i>
          {t(`customerfiles:four.${each}`)}
        </li>
      ))}
    </ol>
  );
}
