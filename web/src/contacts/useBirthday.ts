import { useTranslation } from 'react-i18next';
import type { Birthday } from './types';

/** «农历 1985 年闰 4 月 13 日»: in the calendar in which the person keeps it. */
export function useBirthday() {
  const { t } = useTranslation('contacts');
  return ({ calendar, year, month, day, leap }: Birthday): string => {
    const date = year
      ? t('contacts:birthday.full', { year, month, day, leap: leap ? t('contacts:birthday.leap_short') : '' })
      : t('contacts:birthday.short', { month, day, leap: leap ? t('contacts:birthday.leap_short') : '' });
    return `${t(`contacts:birthday.${calendar}`)} ${date}`;
  };
}
