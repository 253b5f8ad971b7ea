import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useLabels } from '@/lib';

/** Somebody with a role, and what is asked of that person. */
const OF_PERSON = /^(.+?)_(mobile|wechat|birthday)$/;

/** What a question is called, and what its answer says, in words: for the page, the sheet and the file alike. */
export function useAnswerText() {
  const { t } = useTranslation('customerfiles');
  const account = useLabels('accounts');
  const contact = useLabels('contacts');
  const format = useFormat();
  const label = useCallback(
    ({ field, part, label: own }: { field: string; part: string; label?: string | null }) => {
      if (own) return own;
      if (part !== 'people') return account.field(field);
      const [, role, detail] = OF_PERSON.exec(field) ?? [];
      if (!role || !detail) return contact.choice('roles', field);
      return t('customerfiles:of_person', {
        role: contact.choice('roles', role),
        detail: t(`customerfiles:detail.${detail}`),
      });
    },
    [t, account, contact],
  );
  const text = useCallback(
    (field: string, value: unknown): string => {
      if (value === null || value === undefined || value === '') return '';
      if (typeof value === 'boolean') return t(value ? 'customerfiles:yes' : 'customerfiles:no');
      if (typeof value === 'number') return format.number(value);
      if (Array.isArray(value)) return value.map((word) => text(field, word)).join(t('ui:comma'));
      if (typeof value === 'object') {
        if ('name' in value) return String(value.name);
        if ('minor' in value) return format.money(value as { minor: number; currency: string });
        return '';
      }
      if (field.endsWith('_birthday')) {
        const [month = '', day = ''] = String(value).split('-');
        return t('customerfiles:birthday', { month, day });
      }
      return account.choice(field, String(value));
    },
    [t, account, format],
  );
  return { label, text };
}
