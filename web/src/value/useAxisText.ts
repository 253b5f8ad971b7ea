import { useTranslation } from 'react-i18next';
import { useFormat, useLabels, useMe } from '@/lib';
import type { PortfolioAxis } from './portfolio';

/** How numbers along an axis are written. */
export function useAxisText() {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const format = useFormat();
  const { currency } = useMe().workspace;
  const short = ({ kind }: PortfolioAxis, value: number) => {
    if (kind === 'money') return format.money({ minor: value, currency });
    return kind === 'ratio' ? format.ratio(value) : format.number(value);
  };
  /** As a file has it. */
  const plain = ({ kind }: PortfolioAxis, value: number) => {
    if (kind === 'money') return format.moneyPlain({ minor: value, currency });
    return kind === 'ratio' ? format.ratio(value) : String(value);
  };
  /** From one number to before another; an open end is null. */
  const range = (axis: PortfolioAxis, [low, high]: [number | null, number | null]) => {
    const name = labels.field(axis.field);
    if (low === null && high === null) return t('value:portfolio.any', { name });
    if (low === null) return t('value:portfolio.below', { name, high: short(axis, high ?? 0) });
    if (high === null) return t('value:portfolio.from', { name, low: short(axis, low) });
    return t('value:portfolio.between', { name, low: short(axis, low), high: short(axis, high) });
  };
  return {
    short,
    plain,
    range,
    measure: (axis: PortfolioAxis, value: number) => `${labels.field(axis.field)} ${short(axis, value)}`,
    bin: (axis: PortfolioAxis, bin: number | null | undefined) =>
      bin == null
        ? t('value:portfolio.unknown', { name: labels.field(axis.field) })
        : range(axis, [axis.edges[bin - 1] ?? null, axis.edges[bin] ?? null]),
  };
}
