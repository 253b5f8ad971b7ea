import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import type { Reason } from './types';

/** The likeness of names that are the same, in basis points. */
const WHOLE = 10_000;

/** What is the same of two records, in words; with the number itself where it is not on the screen already. */
export function useReasons() {
  const { t } = useTranslation('duplicates');
  const format = useFormat();
  const reason = ({ sign, value }: Reason) => {
    if (sign !== 'name') return t(`duplicates:reason.${sign}`);
    const likeness = Number(value);
    return likeness >= WHOLE
      ? t('duplicates:reason.name')
      : t('duplicates:reason.name_alike', { share: format.ratio(likeness) });
  };
  return {
    reason,
    reasons: (all: Reason[]) => all.map(reason).join(t('ui:comma')),
    /** With what it is that both have. */
    whole: (each: Reason) => (each.sign === 'name' ? reason(each) : `${reason(each)} ${each.value}`),
  };
}
