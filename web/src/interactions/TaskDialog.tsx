import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Ref } from '@/api';
import { toast, useMe } from '@/lib';
import { RecordForm, RefSelect } from '@/ui';
import { QuickDate } from './QuickDate';
import { quickDays } from './quickDays';
import { useRefresh } from './useRefresh';

type Values = { subject: string; due_on: string | null; account: Ref | null; assignee: Ref | null };

/** A new task: for oneself by default, for a colleague by choice. */
export function TaskDialog({ account, onClose }: { account?: Ref; onClose: () => void }) {
  const { t } = useTranslation('interactions');
  const { user } = useMe();
  const refresh = useRefresh();
  const save = async (values: Values) => {
    await api.post('/tasks', {
      subject: values.subject.trim(),
      due_on: values.due_on ?? '',
      account_id: values.account?.id,
      assignee_id: values.assignee?.id,
    });
    refresh(values.account?.id);
  };
  return (
    <Modal open title={t('interactions:task.new')} footer={null} width={480} onCancel={onClose}>
      <RecordForm<Values>
        whole
        initial={{
          subject: '',
          due_on: quickDays()[0].date,
          account: account ?? null,
          assignee: { id: user.id, name: user.name },
        }}
        pointers={{ account: 'account_id', assignee: 'assignee_id' }}
        onSave={save}
        onSaved={() => {
          toast(t('interactions:task.made'));
          onClose();
        }}
        onCancel={onClose}
      >
        <Form.Item
          name="subject"
          label={t('interactions:tasks.fields.subject')}
          rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
        >
          <Input autoFocus maxLength={300} placeholder={t('interactions:task.subject_hint')} />
        </Form.Item>
        <Form.Item
          name="due_on"
          label={t('interactions:tasks.fields.due_on')}
          rules={[{ required: true, message: t('interactions:log.day_needed') }]}
        >
          <QuickDate label={t('interactions:tasks.fields.due_on')} />
        </Form.Item>
        <Form.Item name="account" label={t('interactions:tasks.fields.account')}>
          <RefSelect list="accounts" />
        </Form.Item>
        <Form.Item name="assignee" label={t('interactions:tasks.fields.assignee')}>
          <RefSelect list="users" />
        </Form.Item>
      </RecordForm>
    </Modal>
  );
}
