import { useMemo } from 'react';
import type { Locale, Money } from '@/api';
import { useLocale } from './i18n';
import { daysAhead, isDateOnly, onClock, presentOf } from './zone';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** How many minor units a currency has: 2 for CNY and TWD, 0 for JPY. */
function digitsOf(currency: string): number {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    );
  } catch {
    return 2;
  }
}

/** `1234.50`: for files that other programs read. */
export function moneyPlain(money: Money): string {
  const digits = digitsOf(money.currency);
  return (money.minor / 10 ** digits).toFixed(digits);
}

export function moneyExact(money: Money, locale: Locale): string {
  const digits = digitsOf(money.currency);
  return new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency }).format(
    money.minor / 10 ** digits,
  );
}

/** `¥12万`: what a column shows; the exact amount belongs in the title. */
export function moneyShort(money: Money, locale: Locale): string {
  const digits = digitsOf(money.currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
    useGrouping: true,
    // Four digits of large amounts, however large: a sum is no less exact than what it sums.
    ...(Math.abs(money.minor) < 10_000 * 10 ** digits
      ? { maximumFractionDigits: 0 }
      : { notation: 'compact', maximumSignificantDigits: 4 }),
  }).format(money.minor / 10 ** digits);
}

/** `¥`: what stands before an amount that is typed. */
export function currencySign(currency: string, locale: Locale): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });
  return format.formatToParts(0).find((part) => part.type === 'currency')?.value ?? currency;
}

const SIZES = ['KB', 'MB', 'GB', 'TB'];

/** «2.3 MB»: as file managers say it, with one decimal where there is room for a difference. */
export function sizeText(bytes: number, locale: Locale): string {
  if (bytes < 1024) return `${numberText(bytes, locale)} B`;
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), SIZES.length);
  return `${numberText(bytes / 1024 ** power, locale, power === 1 ? 0 : 1)} ${SIZES[power - 1]}`;
}

export function numberText(value: number, locale: Locale, fraction = 2): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: fraction }).format(value);
}

/** `61.6%`, of a share in basis points. */
export function ratioText(basisPoints: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(
    basisPoints / 10_000,
  );
}

/** «3 天前», «明天», «2 小时后». Dates count calendar days; times count elapsed ones. */
export function relative(value: string, locale: Locale, present = presentOf(value)): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  // One sort of Chinese has a space after the number, the other has none.
  const words = {
    format: (n: number, unit: Intl.RelativeTimeFormatUnit) =>
      format.format(n, unit).replace(/(\d)(?=\p{Script=Han})/u, '$1 '),
  };
  const days = daysAhead(value, present);
  if (!isDateOnly(value) && Math.abs(days) < 1) {
    const seconds = onClock(value).diff(present, 'second');
    const size = Math.abs(seconds);
    if (size < MINUTE) return words.format(0, 'second');
    if (size < HOUR) return words.format(Math.trunc(seconds / MINUTE), 'minute');
    if (size < DAY) return words.format(Math.trunc(seconds / HOUR), 'hour');
  }
  const size = Math.abs(days);
  if (size < 14) return words.format(days, 'day');
  if (size < 60) return words.format(Math.trunc(days / 7), 'week');
  if (size < 365) return words.format(Math.trunc(days / 30), 'month');
  return words.format(Math.trunc(days / 365), 'year');
}

/** `2026-11-29`, or with its time `2026-11-29 10:53`: one shape everywhere and in every language. */
export function dateText(value: string): string {
  return isDateOnly(value) ? value : onClock(value).format('YYYY-MM-DD HH:mm');
}

export function clockText(value: string): string {
  return onClock(value).format('HH:mm');
}

/** `11-28 15:05`; the year only when it is not this one, the time only where there is one. */
export function dayAndClock(value: string): string {
  const then = onClock(value);
  if (then.year() !== presentOf(value).year()) return then.format('YYYY-MM-DD');
  return then.format(isDateOnly(value) ? 'MM-DD' : 'MM-DD HH:mm');
}

/** Formatting bound to the present locale. */
export function useFormat() {
  const { locale } = useLocale();
  return useMemo(
    () => ({
      locale,
      money: (value: Money) => moneyShort(value, locale),
      moneyExact: (value: Money) => moneyExact(value, locale),
      moneyPlain,
      currency: (code: string) => currencySign(code, locale),
      number: (value: number, fraction?: number) => numberText(value, locale, fraction),
      size: (bytes: number) => sizeText(bytes, locale),
      ratio: (basisPoints: number) => ratioText(basisPoints, locale),
      /** `1,000+`: how many there are, of which not all were counted. */
      count: ({ value, exact }: { value: number; exact: boolean }) =>
        `${numberText(value, locale)}${exact ? '' : '+'}`,
      relative: (value: string) => relative(value, locale),
      date: dateText,
    }),
    [locale],
  );
}
