import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Ref, type Row, useRecord } from '@/api';
import { toast, today, useLabels, useMe } from '@/lib';
import { ErrorState, RecordForm, RefSelect, useConflictFields } from '@/ui';
import { Chips } from '@/ui/Chips';
import { FormDialog } from '@/ui/FormDialog';
import { TextArea } from '@/ui/TextArea';
import { QuickDate } from './QuickDate';
import { TaskRemove } from './TaskRemove';
import { PRIORITIES, type Task } from './types';
import { useRefresh } from './useRefresh';

type Values = {
  subject: string;
  due_on: string | null;
  account: Ref | null;
  assignee: Ref | null;
  priority: string;
  note: string;
};

type Props = {
  account?: Ref;
  /** Set when a task is changed; its account stays. */
  task?: Pick<Task, 'id'>;
  onClose: () => void;
};

const CHANGEABLE = ['subject', 'due_on', 'assignee', 'priority', 'note'];

/** What of a task can be changed, as the form holds it. */
function toValues(task: Task) {
  return {
    subject: task.subject,
    due_on: task.due_on,
    assignee: task.assignee ?? null,
    priority: task.priority,
    note: task.note ?? '',
  };
}

/** A task: for oneself by default, for a colleague by choice. A row of a list is not the whole of it. */
export function TaskDialog({ account, task, onClose }: Props) {
  const { t } = useTranslation('interactions');
  const query = useRecord<Task>('tasks', task?.id);
  const record = query.data;
  return (
    <FormDialog
      title={t(task ? 'interactions:task.edit' : 'interactions:task.new')}
      width={480}
      onClose={onClose}
    >
      {!task || record ? (
        <TaskFields account={account} task={record} onClose={onClose} />
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <i className="bone" style={{ height: 320 }} aria-busy="true" />
      )}
      {record && <TaskRemove task={record} onRemoved={onClose} />}
    </FormDialog>
  );
}

function TaskFields({ account, task, onClose }: { account?: Ref; task?: Task; onClose: () => void }) {
  const { t } = useTranslation('interactions');
  const labels = useLabels('tasks');
  const { user } = useMe();
  const refresh = useRefresh();
  const conflicts = useConflictFields('tasks', CHANGEABLE);
  const save = async (values: Partial<Values>, version?: number) => {
    if (task) {
      const patch: Record<string, unknown> = {};
      if (values.subject) patch.subject = values.subject.trim();
      if (values.due_on) patch.due_on = values.due_on;
      if (values.assignee) patch.assignee_id = values.assignee.id;
      if (values.priority) patch.priority = values.priority;
      if ('note' in values) patch.note = values.note?.trim() || null;
      const saved = await api.patch(`/tasks/${task.id}`, patch, version);
      refresh(task.account?.id);
      return saved;
    }
    await api.post('/tasks', {
      subject: values.subject?.trim() ?? '',
      due_on: values.due_on ?? '',
      account_id: values.account?.id,
      assignee_id: values.assignee?.id,
      priority: values.priority,
      note: values.note?.trim() || undefined,
    });
    refresh(values.account?.id);
  };
  return (
    <RecordForm<Values>
      whole={!task}
      version={task?.version}
      initial={{
        account: account ?? null,
        ...(task
          ? toValues(task)
          : {
              subject: '',
              due_on: today().add(1, 'day').format('YYYY-MM-DD'),
              assignee: { id: user.id, name: user.name },
              priority: 'normal',
              note: '',
            }),
      }}
      pointers={{ account: 'account_id', assignee: 'assignee_id' }}
      conflict={{ fields: conflicts, toValues: (row) => toValues(row as Task & Row) }}
      onSave={save}
      onSaved={() => {
        toast(t(task ? 'interactions:task.saved' : 'interactions:task.made'));
        onClose();
      }}
      onCancel={onClose}
    >
      <Form.Item
        name="subject"
        label={t('interactions:tasks.fields.subject')}
        rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
      >
        <Input autoFocus placeholder={t('interactions:task.subject_hint')} />
      </Form.Item>
      <Form.Item
        name="due_on"
        label={t('interactions:tasks.fields.due_on')}
        rules={[{ required: true, message: t('interactions:log.day_needed') }]}
      >
        <QuickDate label={t('interactions:tasks.fields.due_on')} />
      </Form.Item>
      <Form.Item name="priority" label={t('interactions:tasks.fields.priority')}>
        <Chips
          label={t('interactions:tasks.fields.priority')}
          options={PRIORITIES.map((value) => ({ value, label: labels.choice('priority', value) }))}
        />
      </Form.Item>
      {!task && (
        <Form.Item name="account" label={t('interactions:tasks.fields.account')}>
          <RefSelect list="accounts" />
        </Form.Item>
      )}
      <Form.Item name="assignee" label={t('interactions:tasks.fields.assignee')}>
        <RefSelect list="users" />
      </Form.Item>
      <Form.Item name="note" label={t('interactions:tasks.fields.note')}>
        <TextArea rows={2} most={8} />
      </Form.Item>
    </RecordForm>
  );
}
