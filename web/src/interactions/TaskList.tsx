import { useTranslation } from 'react-i18next';
import { type Filter, useRecord } from '@/api';
import { useLabels } from '@/lib';
import { ErrorState, KeyValue, RecordList } from '@/ui';
import { TaskItem } from './TaskItem';
import { TaskRemove } from './TaskRemove';
import type { Task } from './types';

/** What is done piles up, and by its day stands before all that is still to do. */
const OPEN: Filter = { all: [{ field: 'state', op: 'in', value: ['open'] }] };

/** Every task one may see, the open ones to begin with: one's own, those one has given, those of one's people. */
export function TaskList() {
  const { t } = useTranslation('interactions');
  return (
    <RecordList
      list="tasks"
      object="task"
      title={t('interactions:task.all')}
      name="subject"
      start={OPEN}
      quick={['state', 'assignee', 'due_on', 'account']}
      tones={{ state: { open: 'blue', done: 'grey' }, priority: { high: 'amber' } }}
      card={{ badge: 'state', meta: ['due_on', 'account'] }}
      bulkFields={['assignee', 'due_on', 'priority', 'state']}
      panel={(row, close) => <TaskPanel id={row.id} onRemoved={close} />}
    />
  );
}

/** One task in full, beside the list, whose row has only the chosen columns. */
function TaskPanel({ id, onRemoved }: { id: string; onRemoved: () => void }) {
  const { t } = useTranslation('interactions');
  const labels = useLabels('tasks');
  const query = useRecord<Task>('tasks', id);
  const task = query.data;
  if (query.error && !task) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!task) return <i className="bone" style={{ height: 160, marginTop: 12 }} aria-busy="true" />;
  return (
    <>
      <ul className="task-panel">
        <TaskItem task={task} showAssignee full />
      </ul>
      <KeyValue
        items={[
          { key: 'due', label: t('interactions:tasks.fields.due_on'), value: task.due_on },
          {
            key: 'priority',
            label: t('interactions:tasks.fields.priority'),
            value: labels.choice('priority', task.priority),
          },
          { key: 'who', label: t('interactions:tasks.fields.assignee'), value: task.assignee?.name },
        ]}
      />
      <TaskRemove task={task} onRemoved={onRemoved} />
    </>
  );
}
