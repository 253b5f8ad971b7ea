import { BadgeCheck, CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useListName } from '@/lib';
import type { ImportPreview } from './types';
import { useFieldName } from './useFieldName';

const ORIGINALS = ['created_at', 'created_by'];

/** Whose export a file is, and what it says of who made its rows first. */
export function ImportOrigin({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation('admin');
  const name = useFieldName(preview);
  const listName = useListName();
  const { source, withheld, mapping, kind } = preview;
  const keeps = Object.values(mapping).some((field) => ORIGINALS.includes(field));
  if (!source && withheld.length === 0 && !keeps) return null;
  return (
    <ul className="import-origin">
      {source && (
        <li>
          <BadgeCheck size={15} aria-hidden />
          {t('admin:import.of_program', {
            program: t(`admin:import.program.${source}`),
            what: listName(kind),
          })}
        </li>
      )}
      {keeps && (
        <li>
          <BadgeCheck size={15} aria-hidden />
          {t('admin:import.originals')}
        </li>
      )}
      {withheld.length > 0 && (
        <li>
          <CircleAlert size={15} aria-hidden />
          {t('admin:import.withheld', { fields: withheld.map(name).join(t('ui:comma')) })}
        </li>
      )}
    </ul>
  );
}
