import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { RecordForm } from '@/ui';
import { type OrgUnit, UNIT_KINDS } from './types';

/** A new unit beneath `parent`, or the name of `unit`. */
export type Asked = { parent?: OrgUnit; unit?: OrgUnit };
type DialogProps = { asked: Asked; onClose: () => void; onSaved: () => void };

/** Makes or renames a unit of the tree. */
export function UnitDialog({ asked: { parent, unit }, onClose, onSaved }: DialogProps) {
  const { t } = useTranslation('staff');
  return (
    <Modal
      open
      title={unit ? t('staff:teams.rename') : t('staff:teams.new')}
      footer={null}
      width={400}
      onCancel={onClose}
    >
      <RecordForm<{ name: string; kind: string }>
        whole
        initial={{ name: unit?.name ?? '', kind: unit?.kind ?? 'team' }}
        version={unit?.version}
        onSave={({ name, kind }, version) =>
          unit
            ? api.patch(`/org-units/${unit.id}`, { name }, version)
            : api.post('/org-units', { name, kind, parent_id: parent?.id })
        }
        onSaved={onSaved}
        onCancel={onClose}
      >
        {parent && <p className="muted quiet-note">{t('staff:teams.below', { name: parent.name })}</p>}
        <Form.Item
          name="name"
          label={t('staff:teams.name')}
          rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
        >
          <Input autoFocus maxLength={60} />
        </Form.Item>
        {!unit && (
          <Form.Item name="kind" label={t('staff:teams.kind')}>
            <Select options={UNIT_KINDS.map((value) => ({ value, label: t(`staff:unit.${value}`) }))} />
          </Form.Item>
        )}
      </RecordForm>
    </Modal>
  );
}
