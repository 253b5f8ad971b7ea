import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Row } from '@/api';
import { type ConflictField, RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { Select } from '@/ui/Select';
import { placesFor } from './placesFor';
import { type OrgUnit, UNIT_KINDS } from './types';

/** A new unit beneath `parent`, or the name and place of `unit`. */
export type Asked = { parent?: OrgUnit; unit?: OrgUnit };
type DialogProps = { asked: Asked; units: OrgUnit[]; onClose: () => void; onSaved: () => void };
type Values = { name: string; kind: string; parent_id: string | null };

/** What of a unit can be changed, as the form holds it. */
function toValues({ name, parent_id }: OrgUnit) {
  return { name, parent_id: parent_id ?? null };
}

/** Makes, renames or moves a unit of the tree. */
export function UnitDialog({ asked: { parent, unit }, units, onClose, onSaved }: DialogProps) {
  const { t } = useTranslation('staff');
  const places = unit ? placesFor(unit, units) : [];
  const text = (value: unknown) => String(value ?? '–');
  const conflicts: ConflictField[] = [
    { key: 'name', label: t('staff:teams.name'), show: text },
    {
      key: 'parent_id',
      label: t('staff:teams.parent'),
      show: (value) => units.find((each) => each.id === value)?.name ?? text(value),
    },
  ];
  const send = ({ name, kind, parent_id }: Partial<Values>, version?: number) =>
    unit
      ? api.patch(`/org-units/${unit.id}`, { name, parent_id: parent_id ?? undefined }, version)
      : api.post('/org-units', { name: name ?? '', kind: kind ?? 'team', parent_id: parent?.id });
  return (
    <FormDialog title={unit ? t('staff:teams.edit') : t('staff:teams.new')} width={400} onClose={onClose}>
      <RecordForm<Values>
        whole={!unit}
        initial={unit ? toValues(unit) : { name: '', kind: 'team', parent_id: null }}
        version={unit?.version}
        conflict={{ fields: conflicts, toValues: (row) => toValues(row as OrgUnit & Row) }}
        onSave={send}
        onSaved={onSaved}
        onCancel={onClose}
      >
        {parent && <p className="muted quiet-note">{t('staff:teams.below', { name: parent.name })}</p>}
        <Form.Item
          name="name"
          label={t('staff:teams.name')}
          rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
        >
          <Input autoFocus />
        </Form.Item>
        {!unit && (
          <Form.Item name="kind" label={t('staff:teams.kind')}>
            <Select options={UNIT_KINDS.map((value) => ({ value, label: t(`staff:unit.${value}`) }))} />
          </Form.Item>
        )}
        {unit?.parent_id && (
          <Form.Item name="parent_id" label={t('staff:teams.parent')} extra={t('staff:teams.parent_hint')}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={places.map(({ unit: place, level }) => ({
                value: place.id,
                label: place.name,
                level,
              }))}
              optionRender={(option) => (
                <span style={{ paddingInlineStart: option.data.level * 14 }}>{option.data.label}</span>
              )}
            />
          </Form.Item>
        )}
      </RecordForm>
    </FormDialog>
  );
}
