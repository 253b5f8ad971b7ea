import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldType } from '@/api';
import { FormDialog } from '@/ui/FormDialog';
import type { Start } from './examples';
import { FieldForm } from './FieldForm';
import { TypePicker } from './TypePicker';
import type { OwnField } from './types';

type Props = { list: string; field?: OwnField; start?: Start; onClose: () => void; onSaved: () => void };

/** Adds a field or changes one. What it holds is chosen first, and never changes. */
export function FieldDialog({ list, field, start, onClose, onSaved }: Props) {
  const { t } = useTranslation('fields');
  const [type, setType] = useState<FieldType | undefined>(field?.type ?? start?.kind.type);
  return (
    <FormDialog
      title={field ? t('ui:edit_field', { field: field.label }) : t('fields:new')}
      width={640}
      onClose={onClose}
    >
      {type ? (
        <FieldForm
          key={type}
          list={list}
          type={type}
          field={field}
          start={start?.kind.type === type ? start : undefined}
          onRetype={field ? undefined : () => setType(undefined)}
          onSaved={onSaved}
          onCancel={onClose}
        />
      ) : (
        <>
          <p className="muted type-ask">{t('fields:type_ask')}</p>
          <TypePicker onPick={setType} />
        </>
      )}
    </FormDialog>
  );
}
