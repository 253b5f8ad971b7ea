import { useTranslation } from 'react-i18next';
import { useFormat, useMe } from '@/lib';
import type { Parameter } from './types';

/** Hundredths of a per cent are shown as per cent, amounts in the currency, a time as it is, a switch as yes or no; everything else in its own unit. */
export function useShownValue() {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const { currency } = useMe().workspace;
  return (value: Parameter['value'], { kind, unit }: Pick<Parameter, 'kind' | 'unit'>) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'boolean') return t(value ? 'admin:switch.on' : 'admin:switch.off');
    if (kind === 'money') return format.moneyExact({ minor: value, currency });
    if (kind === 'ratio') {
      const shown = { style: 'percent', maximumFractionDigits: 2 } as const;
      return new Intl.NumberFormat(format.locale, shown).format(value / 10_000);
    }
    return t(`admin:unit.${unit}`, {
      count: value,
      number: format.number(value),
      defaultValue: `${format.number(value)} ${unit}`,
    });
  };
}
