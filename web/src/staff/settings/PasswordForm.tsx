import { Checkbox, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast } from '@/lib';
import { RecordForm } from '@/ui';
import { PasswordFields } from '../PasswordFields';

type Values = { current: string; password: string; again: string; end_tokens?: boolean };

/** A new password, against the present one. */
export function PasswordForm() {
  const { t } = useTranslation('staff');
  const [round, setRound] = useState(0);
  return (
    <RecordForm<Values>
      key={round}
      whole
      initial={{}}
      pointers={{ password: 'new' }}
      saveLabel={t('staff:security.change')}
      onSave={({ current, password, end_tokens = false }) =>
        api.post('/me/password', { current, new: password, end_tokens })
      }
      onSaved={() => {
        toast(t('staff:security.changed'));
        setRound(round + 1);
      }}
    >
      <Form.Item
        name="current"
        label={t('staff:security.current')}
        rules={[{ required: true, message: t('ui:required') }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <PasswordFields label={t('staff:security.new_password')} />
      <Form.Item name="end_tokens" valuePropName="checked" extra={t('staff:security.end_tokens_hint')}>
        <Checkbox>{t('staff:security.end_tokens')}</Checkbox>
      </Form.Item>
    </RecordForm>
  );
}
