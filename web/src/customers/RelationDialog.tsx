import { Form, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Ref } from '@/api';
import { RecordForm, RefSelect } from '@/ui';
import { SIDES } from './sides';

type Values = { way: string; other: Ref | null };
type DialogProps = { account: Ref; onClose: () => void; onSaved: () => void };

/** A new relation, read from this account in either direction. */
export function RelationDialog({ account, onClose, onSaved }: DialogProps) {
  const { t } = useTranslation('customers');
  const save = async ({ way, other }: Partial<Values>) => {
    const chosen = SIDES.find((each) => each.key === way);
    if (!chosen || !other) return;
    const [from, to] = chosen.side === 'from' ? [account.id, other.id] : [other.id, account.id];
    await api.post(`/accounts/${from}/relations`, { kind: chosen.kind, to_id: to });
  };
  return (
    <Modal open title={t('customers:relation.add')} footer={null} width={440} onCancel={onClose}>
      <RecordForm<Values>
        whole
        initial={{ way: 'supplies', other: null }}
        pointers={{ other: 'to_id', way: 'kind' }}
        onSave={save}
        onSaved={onSaved}
        onCancel={onClose}
      >
        <Form.Item name="way" label={t('customers:relation.way', { name: account.name })}>
          <Select options={SIDES.map(({ key }) => ({ value: key, label: t(`customers:relation.${key}`) }))} />
        </Form.Item>
        <Form.Item
          name="other"
          label={t('customers:relation.other')}
          rules={[{ required: true, message: t('ui:required') }]}
        >
          <RefSelect list="accounts" />
        </Form.Item>
      </RecordForm>
    </Modal>
  );
}
