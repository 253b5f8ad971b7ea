import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabels } from '@/lib';
import type { ConflictField } from './conflict';
import { isMoney, isRef } from './Field';
import { Money } from './Money';

type Shown = {
  /** The list's key of a form field when they differ: `contacts` → `contact`. */
  keys?: Record<string, string>;
  show?: Record<string, (value: unknown) => ReactNode>;
};

/** The fields of a form over a list, called and shown as they are elsewhere. */
export function useConflictFields(
  list: string,
  names: readonly string[],
  shown: Shown = {},
): ConflictField[] {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const plain = (key: string, value: unknown): ReactNode => {
    if (value === null || value === undefined || value === '') return '–';
    if (isRef(value)) return value.name;
    if (isMoney(value)) return <Money value={value} exact />;
    if (dayjs.isDayjs(value)) return value.format('YYYY-MM-DD');
    if (typeof value === 'boolean') return t(value ? 'ui:yes' : 'ui:no');
    if (!Array.isArray(value)) return labels.choice(key, String(value));
    return value.map((each) => plain(key, each)).join(t('ui:comma')) || '–';
  };
  return names.map((name) => {
    const key = shown.keys?.[name] ?? name;
    return {
      key: name,
      label: labels.field(key),
      show: shown.show?.[name] ?? ((value) => plain(key, value)),
    };
  });
}
