import { useTranslation } from 'react-i18next';
import { pathOf } from '@/api';
import { useLabels } from '@/lib';
import type { ImportPreview } from './types';

/** The field that an error of a row is about: `/custom/area` is `custom.area`. */
export function fieldAt(pointer: string): string {
  const [first = '', second] = pathOf(pointer);
  return first === 'custom' && second !== undefined ? `${first}.${second}` : String(first);
}

/**
 * The name of an import's field: what the workspace calls its own, the list's own label, or ours where a file's column is no
 * field of the list.
 */
export function useFieldName({ kind, fields }: Pick<ImportPreview, 'kind' | 'fields'>) {
  const { t } = useTranslation('admin');
  const labels = useLabels(kind);
  return (key: string) =>
    fields.find((field) => field.key === key)?.custom?.label ??
    t(`admin:import_field.${key}`, { defaultValue: labels.field(key) });
}
