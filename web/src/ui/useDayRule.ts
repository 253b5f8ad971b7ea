import type { Rule } from 'antd/es/form';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';

/** What is typed can be read as a day. */
export function useDayRule(): Rule {
  const { t } = useTranslation('ui');
  return {
    validator: async (_, value?: Dayjs | null) => {
      if (value && !value.isValid()) throw new Error(t('ui:not_a_day'));
    },
  };
}
