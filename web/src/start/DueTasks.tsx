import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, SquareCheckBig } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Filter, keys, type Page, readPage } from '@/api';
import { type Task, TaskItem } from '@/interactions';
import { today as presentDay, useFormat } from '@/lib';
import { ErrorState, ME, Section } from '@/ui';
import type { Whose } from './useMyAccounts';

const COLUMNS = ['subject', 'due_on', 'state', 'account', 'contact', 'assignee'];
const GROUPS = ['today', 'overdue'] as const;
type Kind = (typeof GROUPS)[number];
/** The customers below must not be out of sight; the rest is a page away. */
const MOST: Record<Kind, number> = { today: 8, overdue: 5 };

/** Open tasks that are due on this day, or were due before it: one's own, or all that one may see. */
export function dueFilter(kind: Kind, today: string, whose: Whose): Filter {
  const mine: Filter[] = whose === 'mine' ? [{ field: 'assignee', op: 'in', value: [ME] }] : [];
  return {
    all: [
      ...mine,
      { field: 'state', op: 'in', value: ['open'] },
      { field: 'due_on', op: kind === 'today' ? 'on' : 'before', value: today },
    ],
  };
}

/** However much is late, what is due today is seen: it has a question of its own. Of what is late the latest comes first. */
function useDue(kind: Kind, whose: Whose) {
  const params = {
    filter: dueFilter(kind, presentDay().format('YYYY-MM-DD'), whose),
    sort: '-due_on',
    columns: COLUMNS,
    limit: MOST[kind],
    count: 'capped' as const,
  };
  return useQuery({
    queryKey: [...keys.list('tasks', params), 'due'],
    queryFn: ({ signal }) => readPage<Task>('tasks', params, signal),
  });
}

/** What is due today and what is late: ticked off, put off or handed over here. */
export function DueTasks({ whose }: { whose: Whose }) {
  const { t } = useTranslation('start');
  const queries = { today: useDue('today', whose), overdue: useDue('overdue', whose) };
  const both = GROUPS.map((kind) => queries[kind]);
  const failed = both.find((query) => query.isError && !query.data);
  return (
    <Section
      title={t(whose === 'mine' ? 'start:due' : 'start:due_team')}
      action={
        <Link to={whose === 'mine' ? '/tasks' : '/tasks/all'} className="link start-more">
          {t('start:all_tasks')}
          <ChevronRight size={14} aria-hidden />
        </Link>
      }
    >
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => both.map((query) => query.refetch())} />
      ) : both.some((query) => query.isPending) ? (
        <div className="start-bones" aria-busy="true">
          {[0, 1, 2].map((bone) => (
            <i key={bone} className="bone" />
          ))}
        </div>
      ) : both.every((query) => query.data?.items.length === 0) ? (
        <p className="muted start-none">
          <SquareCheckBig size={16} aria-hidden />
          {t(whose === 'mine' ? 'start:due_none' : 'start:due_team_none')}
        </p>
      ) : (
        GROUPS.map((kind) => <Group key={kind} kind={kind} page={queries[kind].data} whose={whose} />)
      )}
    </Section>
  );
}

type GroupProps = { kind: Kind; page: Page<Task> | undefined; whose: Whose };

function Group({ kind, page, whose }: GroupProps) {
  const { t } = useTranslation('interactions');
  const format = useFormat();
  const tasks = page?.items ?? [];
  if (tasks.length === 0) return null;
  const title = t(`interactions:group.${kind}`);
  const count = page?.count;
  return (
    <section className="task-group start-tasks" aria-label={title}>
      <h3 className={kind}>
        {title} {count && format.count(count)}
      </h3>
      <ul>
        {tasks.map((task) => (
          <TaskItem key={task.id} task={task} showAssignee={whose === 'team'} />
        ))}
      </ul>
    </section>
  );
}
