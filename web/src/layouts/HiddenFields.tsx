import { useTranslation } from 'react-i18next';
import { FieldRow } from './FieldRow';
import type { Shared } from './SectionCard';

/** The fields that are not shown while they are empty. */
export function HiddenFields({ fields, at, ...shared }: Shared & { fields: string[]; at: number }) {
  const { t } = useTranslation('layouts');
  return (
    <section
      className="layout-section layout-hidden"
      aria-label={t('layouts:hidden')}
      onDragOver={(event) => {
        if (!shared.dragged) return;
        event.preventDefault();
        if (!fields.includes(shared.dragged)) shared.onPut(shared.dragged, at, fields.length);
      }}
    >
      <h2>{t('layouts:hidden')}</h2>
      <p className="muted quiet">{t('layouts:hidden_text')}</p>
      {fields.length > 0 && (
        <ul>
          {fields.map((field, place) => (
            <FieldRow key={field} {...shared} field={field} at={at} place={place} />
          ))}
        </ul>
      )}
    </section>
  );
}
