import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { Plus, SquareCheckBig } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Filter, useList } from '@/api';
import { today, useMay } from '@/lib';
import { Empty, ErrorLine, ErrorState, ME, More, PageHeader } from '@/ui';
import { PromiseItem } from './PromiseItem';
import { TaskItem } from './TaskItem';
import './tasks.css';
import type { Task } from './types';
import { usePromises } from './usePromises';

const TaskDialog = lazy(() => import('./TaskDialog').then((file) => ({ default: file.TaskDialog })));

const COLUMNS = ['subject', 'due_on', 'state', 'account', 'contact', 'assignee', 'priority', 'note'];
const MINE: Filter = {
  all: [
    { field: 'assignee', op: 'in', value: [ME] },
    { field: 'state', op: 'in', value: ['open'] },
  ],
};
type Group = 'overdue' | 'today' | 'week' | 'later';
const GROUPS: Group[] = ['overdue', 'today', 'week', 'later'];

function groupOf(due: string, present = today()): Group {
  const day = present.format('YYYY-MM-DD');
  if (due < day) return 'overdue';
  if (due === day) return 'today';
  return due <= present.add(7, 'day').format('YYYY-MM-DD') ? 'week' : 'later';
}

/** What I have to do and have promised: late first, then by day. */
export function TaskBoard() {
  const { t } = useTranslation('interactions');
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { create?: boolean };
  const mayCreate = useMay('task', 'create');
  const [asked, setAsked] = useState(false);
  const query = useList<Task>('tasks', { filter: MINE, sort: 'due_on', columns: COLUMNS });
  const { rows } = query;
  const promised = usePromises();
  const promises = promised.data ?? [];
  const close = () => {
    setAsked(false);
    if (search.create) void navigate({ to: '/tasks', replace: true });
  };
  const add = mayCreate && (
    <Button type="primary" icon={<Plus size={15} />} onClick={() => setAsked(true)}>
      {t('interactions:task.new')}
    </Button>
  );
  return (
    <div className="page">
      <PageHeader
        title={t('interactions:menu_tasks')}
        actions={
          <>
            <Link to="/tasks/all" className="link tasks-all">
              {t('interactions:task.all')}
            </Link>
            {add}
          </>
        }
      />
      <div className="page-body tasks-body" aria-busy={query.isPending}>
        {query.isError && rows.length === 0 ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <div className="task-bones" aria-hidden="true">
            {[0, 1, 2, 3, 4].map((bone) => (
              <i key={bone} className="bone" />
            ))}
          </div>
        ) : rows.length + promises.length === 0 && !promised.isError ? (
          <Empty
            icon={SquareCheckBig}
            title={t('interactions:task.none')}
            text={t('interactions:task.none_text')}
            action={add}
          />
        ) : (
          GROUPS.map((group) => {
            const tasks = rows.filter((task) => groupOf(task.due_on) === group);
            const due = promises.filter((record) => groupOf(record.promise.due_on) === group);
            if (tasks.length + due.length === 0) return null;
            return (
              <section key={group} className="task-group" aria-labelledby={`tasks-${group}`}>
                <h2 id={`tasks-${group}`} className={group}>
                  {t(`interactions:group.${group}`)}{' '}
                  <span className="muted">{tasks.length + due.length}</span>
                </h2>
                <ul>
                  {tasks.map((task) => (
                    <TaskItem key={task.id} task={task} />
                  ))}
                  {due.map((record) => (
                    <PromiseItem key={record.id} record={record} />
                  ))}
                </ul>
              </section>
            );
          })
        )}
        {promised.isError && <ErrorLine error={promised.error} onRetry={() => void promised.refetch()} />}
        <More query={query} />
      </div>
      <Suspense>{(asked || (search.create && mayCreate)) && <TaskDialog onClose={close} />}</Suspense>
    </div>
  );
}
