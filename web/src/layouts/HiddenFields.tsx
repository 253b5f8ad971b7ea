import { useTranslation } from 'react-i18next';
import { FieldBox } from './FieldBox';
import { FieldRow } from './FieldRow';
import type { Shared } from './SectionCard';

/** The fields that are not shown while they are empty. */
export function HiddenFields({ fields, at, ...shared }: Shared & { fields: string[]; at: number }) {
  const { t } = useTranslation('layouts');
  return (
    <FieldBox {...shared} name={t('layouts:hidden')} at={at} fields={fields} className="layout-hidden">
      <h2>{t('layouts:hidden')}</h2>
      <p className="muted quiet">{t('layouts:hidden_text')}</p>
      {fields.length > 0 && (
        <ul>
          {fields.map((field, place) => (
            <FieldRow key={field} {...shared} field={field} at={at} place={place} />
          ))}
        </ul>
      )}
    </FieldBox>
  );
}
