import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { CurrentPassword } from '../second/CurrentPassword';
import { deviceOf } from '../settings/deviceOf';
import { makePasskey } from './browser';

/** What a passkey is called: by the device, so that it is known when that is lost. */
export function PasskeyName() {
  const { t } = useTranslation('staff');
  return (
    <Form.Item
      name="name"
      label={t('staff:passkeys.name')}
      extra={t('staff:passkeys.name_hint')}
      rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
    >
      <Input autoComplete="off" />
    </Form.Item>
  );
}

/** Makes a passkey on this device, against the password. */
export function AddDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff');
  return (
    <FormDialog title={t('staff:passkeys.add')} width={440} onClose={onClose}>
      <RecordForm<{ present: string; name: string }>
        whole
        initial={{ name: deviceOf(navigator.userAgent) }}
        pointers={{ present: 'current' }}
        saveLabel={t('staff:second.go_on')}
        onCancel={onClose}
        onSave={async ({ present, name }) => {
          const begun = await api.post('/me/passkeys/start', { current: present });
          const credential = await makePasskey(begun.options);
          return api.post('/me/passkeys', { ticket: begun.ticket, credential, name });
        }}
        onSaved={onDone}
      >
        <p className="muted quiet-note">{t('staff:passkeys.add_text')}</p>
        <CurrentPassword />
        <PasskeyName />
      </RecordForm>
    </FormDialog>
  );
}
