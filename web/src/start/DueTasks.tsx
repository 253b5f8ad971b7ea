import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, SquareCheckBig } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Filter, keys, readPage } from '@/api';
import { type Task, TaskItem } from '@/interactions';
import { today as presentDay, useFormat } from '@/lib';
import { ErrorState, ME, Section } from '@/ui';
import type { Whose } from './useMyAccounts';

const COLUMNS = ['subject', 'due_on', 'state', 'account', 'contact', 'assignee'];
/** The customers below must not be out of sight; the rest is a page away. */
const MOST = 8;

/** Open tasks that are due on this day or before it: one's own, or all that one may see. */
export function dueFilter(today: string, whose: Whose): Filter {
  const mine: Filter[] = whose === 'mine' ? [{ field: 'assignee', op: 'in', value: [ME] }] : [];
  return {
    all: [
      ...mine,
      { field: 'state', op: 'in', value: ['open'] },
      { field: 'due_on', op: 'between', value: ['1900-01-01', today] },
    ],
  };
}

/** What is due today and what is late, late first: ticked off, put off or handed over here. */
export function DueTasks({ whose }: { whose: Whose }) {
  const { t } = useTranslation('start');
  const format = useFormat();
  const today = presentDay().format('YYYY-MM-DD');
  const params = {
    filter: dueFilter(today, whose),
    sort: 'due_on',
    columns: COLUMNS,
    limit: MOST,
    count: 'capped' as const,
  };
  const query = useQuery({
    queryKey: [...keys.list('tasks', params), 'due'],
    queryFn: ({ signal }) => readPage<Task>('tasks', params, signal),
  });
  const tasks = query.data?.items ?? [];
  const late = tasks.filter((task) => task.due_on < today);
  const due = tasks.filter((task) => task.due_on >= today);
  const count = query.data?.count;
  const total = count && count.value > 0 ? `${format.number(count.value)}${count.exact ? '' : '+'}` : '';
  return (
    <Section
      title={t(whose === 'mine' ? 'start:due' : 'start:due_team', { total })}
      action={
        <Link to={whose === 'mine' ? '/tasks' : '/tasks/all'} className="link start-more">
          {t('start:all_tasks')}
          <ChevronRight size={14} aria-hidden />
        </Link>
      }
    >
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <div className="start-bones" aria-busy="true">
          {[0, 1, 2].map((bone) => (
            <i key={bone} className="bone" />
          ))}
        </div>
      ) : tasks.length === 0 ? (
        <p className="muted start-none">
          <SquareCheckBig size={16} aria-hidden />
          {t(whose === 'mine' ? 'start:due_none' : 'start:due_team_none')}
        </p>
      ) : (
        <>
          <Group title={t('interactions:group.overdue')} kind="overdue" tasks={late} whose={whose} />
          <Group title={t('interactions:group.today')} kind="today" tasks={due} whose={whose} />
        </>
      )}
    </Section>
  );
}

type GroupProps = { title: string; kind: 'overdue' | 'today'; tasks: Task[]; whose: Whose };

function Group({ title, kind, tasks, whose }: GroupProps) {
  if (tasks.length === 0) return null;
  return (
    <section className="task-group start-tasks" aria-label={title}>
      <h3 className={kind}>{title}</h3>
      <ul>
        {tasks.map((task) => (
          <TaskItem key={task.id} task={task} showAssignee={whose === 'team'} />
        ))}
      </ul>
    </section>
  );
}
