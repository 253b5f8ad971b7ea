import { Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast } from '@/lib';
import { RecordForm } from '@/ui';
import { PasswordFields } from '../PasswordFields';

type Values = { current: string; password: string; again: string };

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
      onSave={({ current, password }) => api.post('/me/password', { current, new: password })}
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
      <PasswordFields />
    </RecordForm>
  );
}
