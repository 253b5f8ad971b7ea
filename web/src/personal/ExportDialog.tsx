import { Form, Input } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { api, type Ref, type Schema } from '@/api';
import { toast } from '@/lib';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { usePersonal } from './usePersonal';

type Data = Schema<'PersonalData'>;

/** Gives the reader a person's data as a file that people and programs read. */
function save(data: Data, name: string) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

/** Takes out everything that is kept of a person, for the person. */
export function ExportDialog({ contact, onClose }: { contact: Ref; onClose: () => void }) {
  const { t } = useTranslation('personal');
  const least = usePersonal(contact.id).data?.reason_characters ?? 1;
  return (
    <FormDialog title={t('personal:export_title', { name: contact.name })} width={460} onClose={onClose}>
      <RecordForm<{ reason: string }>
        whole
        initial={{ reason: '' }}
        saveLabel={t('personal:export')}
        onSave={({ reason }) => api.post(`/contacts/${contact.id}/data-export`, { reason: reason ?? '' })}
        onSaved={(told) => {
          const data = told as Data;
          save(data, t('personal:export_file', { date: dayjs().format('YYYY-MM-DD') }));
          toast(t(data.complete ? 'personal:exported' : 'personal:export_cut'));
          onClose();
        }}
        onCancel={onClose}
      >
        <p className="muted">{t('personal:export_text')}</p>
        <Form.Item
          name="reason"
          label={t('personal:reason')}
          extra={t('personal:export_reason_hint', { least })}
          rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
        >
          <Input autoFocus />
        </Form.Item>
      </RecordForm>
    </FormDialog>
  );
}
