import { Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '@/api';
import { useLabels } from '@/lib';
import { isRef } from '../Field';
import { FieldInput } from '../FieldInput';
import { writeKey } from './columns';

type Props = {
  list: string;
  fields: FieldInfo[];
  amount: string;
  onClose: () => void;
  onApply: (change: Record<string, unknown>) => void;
};

/** One field, one value, for every ticked record. Tags are added or taken away, never overwritten. */
export function BulkDialog({ list, fields, amount, onClose, onApply }: Props) {
  const { t } = useTranslation('ui');
  const labels = useLabels(list);
  const [key, setKey] = useState(fields[0]?.key ?? '');
  const [mode, setMode] = useState<'add_tags' | 'remove_tags'>('add_tags');
  const [value, setValue] = useState<unknown>(null);
  const field = fields.find((each) => each.key === key);
  const apply = () => {
    if (!field) return;
    if (field.kind === 'tags') onApply({ [mode]: value ?? [] });
    else onApply({ [writeKey(field)]: isRef(value) ? value.id : value });
  };
  return (
    <Modal
      open
      title={t('ui:bulk.change_title', { amount })}
      okText={t('ui:bulk.apply')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ disabled: !field || value === null || value === undefined }}
      onOk={apply}
      onCancel={onClose}
      width={440}
    >
      <Form layout="vertical">
        <Form.Item label={t('ui:filter.field')} htmlFor="bulk-field">
          <Select<string>
            id="bulk-field"
            value={key}
            options={fields.map((each) => ({ value: each.key, label: labels.field(each.key) }))}
            onChange={(next) => {
              setKey(next);
              setValue(null);
            }}
          />
        </Form.Item>
        {field?.kind === 'tags' && (
          <Form.Item label={t('ui:bulk.tags')} htmlFor="bulk-mode">
            <Select
              id="bulk-mode"
              value={mode}
              onChange={setMode}
              options={[
                { value: 'add_tags', label: t('ui:bulk.add_tags') },
                { value: 'remove_tags', label: t('ui:bulk.remove_tags') },
              ]}
            />
          </Form.Item>
        )}
        {field && (
          <Form.Item label={t('ui:bulk.value')} htmlFor="bulk-value">
            <FieldInput
              key={key}
              id="bulk-value"
              list={list}
              field={field}
              value={value}
              onChange={setValue}
            />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
