import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import './admin.css';
import type { ImportPreview } from './types';
import { useFieldName } from './useFieldName';

/** The fields that a new record needs and no column is. */
export function missingFields({ fields, mapping }: ImportPreview) {
  const mapped = new Set(Object.values(mapping));
  return fields.filter(
    (field) => field.required && ![field.key, ...field.instead].some((key) => mapped.has(key)),
  );
}

/** Says which they are, when there are any. */
export function MissingFields({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation('admin');
  const name = useFieldName(preview);
  const missing = missingFields(preview);
  if (missing.length === 0) return null;
  return (
    <p className="import-missing" role="alert">
      <CircleAlert size={15} aria-hidden />
      {t('admin:import.missing', { fields: missing.map((field) => name(field.key)).join(t('ui:comma')) })}
    </p>
  );
}
