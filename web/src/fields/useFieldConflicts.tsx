import { useTranslation } from 'react-i18next';
import type { Filter } from '@/api';
import { type ConflictField, Field } from '@/ui';
import { FilterText } from '@/ui/list/FilterText';
import { toLabels } from './formula';
import { fieldOf } from './rules';
import type { EditedChoice, Kind } from './types';
import { useNamed } from './useNamed';

const MARKS = ['required', 'searchable', 'indexed'];

/** What two people can change of a field at the same time, as it is shown to whom has to choose. */
export function useFieldConflicts(list: string, { type, of }: Kind): ConflictField[] {
  const { t } = useTranslation('fields');
  const named = useNamed(list) ?? [];
  const text = (value: unknown) => String(value || '–');
  return [
    { key: 'label', label: t('fields:label'), show: text },
    { key: 'help', label: t('fields:help'), show: text },
    {
      key: 'choices',
      label: t('fields:choices'),
      show: (value) => (value as EditedChoice[]).map(({ label }) => label).join(t('ui:comma')),
    },
    {
      key: 'expression',
      label: t('fields:type.formula'),
      show: (value) => toLabels(String(value), named),
    },
    {
      key: 'filter',
      label: t('fields:roll_up.filter'),
      show: (value) => (value && of ? <FilterText list={of} filter={value as Filter} /> : '–'),
    },
    {
      key: 'default',
      label: t('fields:default'),
      show: (value) => <Field list="" field={fieldOf({ type })} value={value} exact />,
    },
    ...MARKS.map((mark) => ({
      key: mark,
      label: t(`fields:${mark}`),
      show: (value: unknown) => t(value ? 'ui:yes' : 'ui:no'),
    })),
  ];
}
