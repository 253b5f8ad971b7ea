import { useTranslation } from 'react-i18next';
import { useLabels } from '@/lib';

/** The name of an import's field: the list's own label, or ours where a file's column is no field of the list. */
export function useFieldName(kind: string) {
  const { t } = useTranslation('admin');
  const labels = useLabels(kind);
  return (key: string) => t(`admin:import_field.${key}`, { defaultValue: labels.field(key) });
}
