import { useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref } from '@/api';
import { toast } from '@/lib';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import './personal.css';
import { useFresh, usePersonal } from './usePersonal';

type Values = { name: string; reason: string };

/** Erases a person for good, once the name has been typed. */
export function EraseDialog({ contact, onClose }: { contact: Ref; onClose: () => void }) {
  const { t } = useTranslation('personal');
  const client = useQueryClient();
  const fresh = useFresh(contact.id);
  const least = usePersonal(contact.id).data?.reason_characters ?? 1;
  const required = { required: true, whitespace: true, message: t('ui:required') };
  return (
    <FormDialog title={t('personal:erase_title', { name: contact.name })} width={480} onClose={onClose}>
      <RecordForm<Values>
        whole
        initial={{ name: '', reason: '' }}
        saveLabel={t('personal:erase')}
        onSave={({ name, reason }) =>
          api.post(`/contacts/${contact.id}/erase`, { name: name ?? '', reason: reason ?? '' })
        }
        onSaved={() => {
          toast(t('personal:erased'));
          fresh();
          void client.invalidateQueries({ queryKey: keys.record('contacts', contact.id) });
          void client.invalidateQueries({ queryKey: keys.list('contacts') });
          onClose();
        }}
        onCancel={onClose}
      >
        <div className="personal-warning">
          <TriangleAlert size={16} aria-hidden />
          <p>
            <strong>{t('personal:erase_final')}</strong> {t('personal:erase_text')}
          </p>
        </div>
        <p className="muted">{t('personal:erase_left')}</p>
        <Form.Item
          name="reason"
          label={t('personal:reason')}
          extra={t('personal:erase_reason_hint', { least })}
          rules={[required]}
        >
          <Input autoFocus />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('personal:erase_name', { name: contact.name })}
          rules={[
            required,
            {
              validator: (_, typed?: string) =>
                !typed || typed.trim() === contact.name
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('ui:invalid.name_differs'))),
            },
          ]}
        >
          <Input autoComplete="off" />
        </Form.Item>
      </RecordForm>
    </FormDialog>
  );
}
