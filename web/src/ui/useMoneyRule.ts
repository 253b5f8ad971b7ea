import type { Rule } from 'antd/es/form';
import { useTranslation } from 'react-i18next';
import type { Money } from '@/api';
import { useFormat } from '@/lib';

const CENT = 100;

/** An amount of whole fen from zero to `most` of them; says what is wrong with another. */
export function useMoneyRule(most: number): Rule {
  const { t } = useTranslation('ui');
  const format = useFormat();
  return {
    validator: async (_, value?: Money | null) => {
      if (!value) return;
      if (Number.isNaN(value.minor)) throw new Error(t('ui:not_an_amount'));
      if (value.minor < 0 || value.minor > most)
        throw new Error(t('ui:invalid.out_of_range', { min: 0, max: format.number(most / CENT) }));
      if (!Number.isInteger(value.minor)) throw new Error(t('ui:two_decimals'));
    },
  };
}
