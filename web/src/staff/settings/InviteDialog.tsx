import { useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { useFormat } from '@/lib';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { Select } from '@/ui/Select';
import { Secret } from './Secret';
import { useOrgUnits, useRoleName, useRoles } from './useRoles';

type Values = { name: string; email: string; roles: string[]; org_unit_id?: string };

/** Invites a colleague; the link is shown this once, to be sent by whatever means. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('staff');
  const format = useFormat();
  const client = useQueryClient();
  const roles = useRoles();
  const units = useOrgUnits();
  const roleName = useRoleName();
  const [made, setMade] = useState<{ link: string; expires_at: string } | null>(null);
  return (
    <FormDialog title={t('staff:invite.button')} width={480} mask={{ closable: !made }} onClose={onClose}>
      {made ? (
        <Secret
          label={t('staff:invite.link')}
          value={new URL(made.link, window.location.origin).href}
          note={t('staff:invite.once', { date: format.date(made.expires_at) })}
        />
      ) : units.isLoading ? (
        <i className="bone" style={{ height: 320 }} aria-busy="true" />
      ) : (
        <RecordForm<Values>
          whole
          // The whole company, until somebody says otherwise: without a unit only administrators would see what is theirs.
          initial={{
            name: '',
            email: '',
            roles: [],
            org_unit_id: units.data?.find((unit) => !unit.parent_id)?.id,
          }}
          onSave={async (values) => {
            setMade(await api.post('/invitations', values));
            void client.invalidateQueries({ queryKey: keys.list('users') });
          }}
          onCancel={onClose}
          saveLabel={t('staff:invite.make')}
        >
          <Form.Item
            name="name"
            label={t('staff:name')}
            rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
          >
            <Input autoFocus />
          </Form.Item>
          <Form.Item
            name="email"
            label={t('staff:email')}
            extra={t('staff:setup.email_hint')}
            rules={[{ required: true, message: t('ui:required') }]}
          >
            <Input type="email" autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="roles"
            label={t('staff:users.fields.roles')}
            rules={[{ required: true, message: t('ui:required') }]}
          >
            <Select
              mode="multiple"
              loading={roles.isFetching}
              options={(roles.data ?? []).map((role) => ({ value: role.id, label: roleName(role) }))}
            />
          </Form.Item>
          <Form.Item
            name="org_unit_id"
            label={t('staff:users.fields.org_unit')}
            extra={t('staff:invite.unit_hint')}
          >
            <Select
              allowClear
              options={(units.data ?? []).map((unit) => ({ value: unit.id, label: unit.name }))}
            />
          </Form.Item>
        </RecordForm>
      )}
    </FormDialog>
  );
}
