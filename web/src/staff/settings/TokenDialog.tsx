import { useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { RecordForm } from '@/ui';
import { Secret } from './Secret';

type Values = { name: string; days: number; read_only: boolean };
const DAYS = [30, 90, 180, 366];

/** Makes a token and shows its secret this once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  const make = async (values: Values) => {
    const made = await api.post('/tokens', values);
    setSecret(made.secret);
    await client.invalidateQueries({ queryKey: ['tokens'] });
  };
  return (
    <Modal
      open
      title={t('staff:tokens.new')}
      footer={null}
      width={480}
      mask={{ closable: !secret }}
      onCancel={onClose}
    >
      {secret ? (
        <Secret label={t('staff:settings.tokens')} value={secret} note={t('staff:tokens.once')} />
      ) : (
        <RecordForm<Values>
          whole
          initial={{ name: '', days: 90, read_only: true }}
          onSave={make}
          onCancel={onClose}
          saveLabel={t('staff:tokens.make')}
        >
          <Form.Item
            name="name"
            label={t('staff:tokens.name')}
            rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
          >
            <Input autoFocus maxLength={60} placeholder={t('staff:tokens.name_hint')} />
          </Form.Item>
          <Form.Item name="days" label={t('staff:tokens.days')}>
            <Select options={DAYS.map((count) => ({ value: count, label: t('staff:days', { count }) }))} />
          </Form.Item>
          <Form.Item name="read_only" label={t('staff:tokens.read_only')} valuePropName="checked">
            <Switch />
          </Form.Item>
        </RecordForm>
      )}
    </Modal>
  );
}
