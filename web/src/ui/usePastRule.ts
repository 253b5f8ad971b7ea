import type { Rule } from 'antd/es/form';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { instantOf, now, today } from '@/lib';

/** Only what has happened is recorded: a day up to today at the workspace, or with `clock` a time up to now. */
export function usePastRule(clock = false): Rule {
  const { t } = useTranslation('ui');
  const isPast = (value: Dayjs) =>
    clock
      ? Date.parse(instantOf(value)) <= now().valueOf()
      : value.format('YYYY-MM-DD') <= today().format('YYYY-MM-DD');
  return {
    validator: async (_, value?: Dayjs | null) => {
      if (value && !value.isValid()) throw new Error(t('ui:not_a_day'));
      if (value && !isPast(value)) throw new Error(t(clock ? 'ui:after_now' : 'ui:after_today'));
    },
  };
}
