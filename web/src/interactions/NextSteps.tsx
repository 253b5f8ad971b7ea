import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref } from '@/api';
import { useMay } from '@/lib';
import { ErrorLine, Section } from '@/ui';
import { PromiseItem } from './PromiseItem';
import { TaskItem } from './TaskItem';
import './tasks.css';
import type { Promised } from './types';
import { usePromises } from './usePromises';

const TaskDialog = lazy(() => import('./TaskDialog').then((file) => ({ default: file.TaskDialog })));

/** The open tasks about an account and the open promises given to it, those that are overdue in front. */
export function NextSteps({ account }: { account: Ref }) {
  const { t } = useTranslation('interactions');
  const mayRead = useMay('task', 'read');
  const mayCreate = useMay('task', 'create');
  const [adding, setAdding] = useState(false);
  const tasks = useQuery({
    queryKey: keys.under(account.id, 'tasks'),
    queryFn: () => api.get(`/accounts/${account.id}/tasks`),
    enabled: mayRead,
  });
  const promised = usePromises(account.id);
  const promises = promised.data ?? [];
  const failed = [tasks, promised].find((query) => query.isError);
  const item = (record: Promised) => (
    <PromiseItem key={record.id} record={record} showAccount={false} showUser />
  );
  const count = (tasks.data ?? []).length + promises.length;
  if (!mayRead) return null;
  return (
    <Section
      title={t('interactions:task.next_steps')}
      action={
        mayCreate && (
          <button
            type="button"
            className="icon-button"
            aria-label={t('interactions:task.new')}
            title={t('interactions:task.new')}
            onClick={() => setAdding(true)}
          >
            <Plus size={16} aria-hidden />
          </button>
        )
      }
    >
      {failed && <ErrorLine error={failed.error} onRetry={() => void failed.refetch()} />}
      {tasks.isLoading || promised.isLoading ? (
        <i className="bone" />
      ) : count === 0 ? (
        !failed && <p className="muted quiet">{t('interactions:task.no_next_step')}</p>
      ) : (
        <ul className="next-steps">
          {promises.filter((record) => record.promise.overdue).map((record) => item(record))}
          {tasks.data?.map((task) => (
            <TaskItem key={task.id} task={task} showAccount={false} showAssignee />
          ))}
          {promises.filter((record) => !record.promise.overdue).map((record) => item(record))}
        </ul>
      )}
      <Suspense>{adding && <TaskDialog account={account} onClose={() => setAdding(false)} />}</Suspense>
    </Section>
  );
}
