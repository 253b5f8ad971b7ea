import { useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useMe } from '@/lib';
import { RecordForm } from '@/ui';
import { ZoneSelect } from '../ZoneSelect';
import type { Workspace } from './types';

/** Changes the company's name and time zone. */
export function WorkspaceForm() {
  const { t } = useTranslation('staff');
  const { workspace } = useMe();
  const client = useQueryClient();
  return (
    <RecordForm<Pick<Workspace, 'name' | 'time_zone'>>
      key={`${workspace.name}${workspace.time_zone}`}
      initial={{ name: workspace.name, time_zone: workspace.time_zone }}
      onSave={(patch) => api.patch('/workspace', patch)}
      onSaved={() => {
        toast(t('ui:saved'));
        void client.invalidateQueries({ queryKey: keys.me });
      }}
    >
      <Form.Item
        name="name"
        label={t('staff:setup.workspace')}
        rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
      >
        <Input />
      </Form.Item>
      <Form.Item name="time_zone" label={t('staff:setup.time_zone')} extra={t('staff:workspace.zone_hint')}>
        <ZoneSelect />
      </Form.Item>
    </RecordForm>
  );
}
