import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';

/** Hundredths of a per cent are shown as per cent; everything else in its own unit. */
export function useShownValue() {
  const { t } = useTranslation('admin');
  const format = useFormat();
  return (value: number, unit: string) =>
    unit === 'basis_points'
      ? new Intl.NumberFormat(format.locale, { style: 'percent', maximumFractionDigits: 2 }).format(
          value / 10_000,
        )
      : t(`admin:unit.${unit}`, {
          count: value,
          number: format.number(value),
          defaultValue: `${format.number(value)} ${unit}`,
        });
}
