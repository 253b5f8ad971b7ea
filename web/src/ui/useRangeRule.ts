import type { Rule } from 'antd/es/form';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';

/** A whole number between two, both of which are said when it is not. */
export function useRangeRule(min: number, max: number): Rule {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const message = t('ui:invalid.out_of_range', { min: format.number(min), max: format.number(max) });
  return {
    validator: async (_, value?: number | null) => {
      if (value === null || value === undefined) return;
      if (!Number.isInteger(value) || value < min || value > max) throw new Error(message);
    },
  };
}
