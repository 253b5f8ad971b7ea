import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '@/ui/Select';
import './rights.css';
import { accessOf, ruled } from './ruled';
import { ACCESSES, type Access, type FieldRight } from './types';
import { useFieldLabel, useRightObjects } from './useFieldLabel';

type Props = { value?: FieldRight[]; onChange?: (rules: FieldRight[]) => void };

/** What may be done with each field of the records that a role sees. */
export function FieldRightsInput({ value = [], onChange }: Props) {
  const { t } = useTranslation('rights');
  const objects = useRightObjects();
  const labelOf = useFieldLabel();
  const [sought, setSought] = useState('');
  if (!objects.data) return <i className="bone" style={{ height: 240 }} />;
  const words = sought.trim().toLowerCase();
  const shown = objects.data.flatMap(({ object, fields }) => {
    const named = fields.map((field) => ({ ...field, label: labelOf(object, field.field) }));
    const found = named.filter(({ label }) => label.toLowerCase().includes(words));
    return found.length > 0 ? [{ object, fields: found }] : [];
  });
  return (
    <div className="field-rights">
      <p className="muted quiet-note">{t('rights:fields_hint')}</p>
      <Input
        aria-label={t('rights:find_field')}
        placeholder={t('rights:find_field')}
        value={sought}
        onChange={(event) => setSought(event.target.value)}
      />
      {shown.length === 0 && <p className="muted quiet-note">{t('ui:nothing_found')}</p>}
      {shown.map(({ object, fields }) => (
        <section key={object} aria-label={t(`rights:object.${object}`)}>
          <h3>{t(`rights:object.${object}`)}</h3>
          <ul>
            {fields.map(({ field, label, maskable }) => {
              const access = accessOf(value, object, field);
              return (
                <li key={field}>
                  <span className="clip">{label}</span>
                  <Select<Access>
                    size="small"
                    variant="borderless"
                    className={access === 'write' ? 'field-right' : 'field-right ruled'}
                    aria-label={`${t(`rights:object.${object}`)} ${label}`}
                    popupMatchSelectWidth={false}
                    value={access}
                    options={ACCESSES.filter((each) => each !== 'masked' || maskable).map((each) => ({
                      value: each,
                      label: t(`rights:access.${each}`),
                    }))}
                    onChange={(next) => onChange?.(ruled(value, object, field, next))}
                  />
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
