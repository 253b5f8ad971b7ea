import type { Rule } from 'antd/es/form';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '@/api';
import { isFilled } from '@/lib';
import { isMoney } from '@/ui';
import { NOT_A_DAY } from '@/ui/FieldInput';

/** What is wrong with a value before it is sent: what cannot be read, and more decimals than there are. */
export function ownFault(value: unknown, decimals: number): 'not_a_day' | 'not_a_number' | 'decimals' | null {
  if (value === NOT_A_DAY) return 'not_a_day';
  const number = isMoney(value) ? value.minor : value;
  if (typeof number !== 'number') return null;
  if (Number.isNaN(number)) return 'not_a_number';
  return Number(number.toFixed(decimals)) === number ? null : 'decimals';
}

/** Says it beside the field, and that nothing is there where something is asked for. */
export function useOwnRule({ kind, decimals = 0 }: FieldInfo, asked: boolean): Rule {
  const { t } = useTranslation('fields');
  return {
    validator: async (_, value: unknown) => {
      if (asked && kind !== 'boolean' && !isFilled(value)) throw new Error(t('ui:required'));
      const fault = ownFault(value, decimals);
      if (fault === 'not_a_day') throw new Error(t('ui:not_a_day'));
      if (fault === 'decimals' && kind === 'money') throw new Error(t('ui:two_decimals'));
      if (fault === 'decimals') throw new Error(t('ui:invalid.too_many_decimals', { max: decimals }));
      if (fault) throw new Error(kind === 'money' ? t('ui:not_an_amount') : t('fields:not_a_number'));
    },
  };
}
