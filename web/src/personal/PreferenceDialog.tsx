import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { useFresh } from './usePersonal';

type Values = { domain: string; value: string };

/** Notes what a person likes best. */
export function PreferenceDialog({ contact, onClose }: { contact: string; onClose: () => void }) {
  const { t } = useTranslation('personal');
  const fresh = useFresh(contact);
  const required = { required: true, whitespace: true, message: t('ui:required') };
  return (
    <FormDialog title={t('personal:preference_title')} width={420} onClose={onClose}>
      <RecordForm<Values>
        whole
        initial={{ domain: '', value: '' }}
        onSave={({ domain, value }) =>
          api.post(`/contacts/${contact}/preferences`, { domain: domain ?? '', value: value ?? '' })
        }
        onSaved={() => {
          fresh();
          onClose();
        }}
        onCancel={onClose}
      >
        <Form.Item
          name="domain"
          label={t('personal:preference_domain')}
          extra={t('personal:preference_domain_hint')}
          rules={[required]}
        >
          <Input autoFocus />
        </Form.Item>
        <Form.Item name="value" label={t('personal:preference_value')} rules={[required]}>
          <Input />
        </Form.Item>
      </RecordForm>
    </FormDialog>
  );
}
