import { Link } from '@tanstack/react-router';
import { CalendarDays, Check, Ellipsis, Pencil, UserRound } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabels, useMay } from '@/lib';
import { Avatar, Menu, Pill, When } from '@/ui';
import { quickDays } from './quickDays';
import './tasks.css';
import type { Task } from './types';
import { useTaskActions } from './useTaskActions';

const TaskDialog = lazy(() => import('./TaskDialog').then((file) => ({ default: file.TaskDialog })));
const TaskAsk = lazy(() => import('./TaskAsk').then((file) => ({ default: file.TaskAsk })));

type Props = {
  task: Task;
  /** Off beneath the account itself. */
  showAccount?: boolean;
  showAssignee?: boolean;
  /** Where it stands alone: a long subject is read to its end. */
  full?: boolean;
};

/** From here on a subject may take more than three lines of a phone: it is shortened, and opens. */
const LONG = 45;

/** One thing to do: tick it, put it off, hand it over. */
export function TaskItem({ task, showAccount = true, showAssignee = false, full = false }: Props) {
  const { t } = useTranslation('interactions');
  const labels = useLabels('tasks');
  const actions = useTaskActions();
  const mayChangeSome = useMay('task', 'change');
  const mayChange = task.may_change ?? mayChangeSome;
  const [asking, setAsking] = useState<'day' | 'person' | 'all' | null>(null);
  const long = !full && task.subject.length > LONG;
  const [whole, setWhole] = useState(false);
  const subject = (
    <>
      {task.priority === 'high' && <Pill tone="amber">{labels.choice('priority', 'high')}</Pill>}
      {task.subject}
    </>
  );
  const done = task.state === 'done';
  return (
    <li className={`task${done ? ' done' : ''}`}>
      <button
        type="button"
        role="checkbox"
        aria-checked={done}
        aria-label={t('interactions:task.tick', { subject: task.subject })}
        className="task-tick"
        disabled={!mayChange}
        onClick={() => (done ? actions.reopen(task) : actions.complete(task))}
      >
        <Check size={13} aria-hidden />
      </button>
      <div className="task-text">
        {long ? (
          <button
            type="button"
            className="task-subject linkish"
            aria-expanded={whole}
            onClick={() => setWhole(!whole)}
          >
            <span className={whole ? undefined : 'task-clamp'}>{subject}</span>
          </button>
        ) : (
          <span className="task-subject">{subject}</span>
        )}
        {task.note && <span className="task-note">{task.note}</span>}
        <span className="task-sub">
          <When value={task.due_on} words due={!done} />
          {showAccount && task.account && (
            <Link to="/accounts/$id" params={{ id: task.account.id }} className="linkish clip">
              {task.account.name}
            </Link>
          )}
          {task.contact && <span className="clip">{task.contact.name}</span>}
          {showAssignee && task.assignee && (
            <span className="who">
              <Avatar name={task.assignee.name} seed={task.assignee.id} size={18} />
              <span className="clip">{task.assignee.name}</span>
            </span>
          )}
        </span>
      </div>
      {mayChange && !done && (
        <Menu
          label={t('interactions:task.more', { subject: task.subject })}
          placement="bottomRight"
          items={[
            {
              key: 'edit',
              label: t('interactions:task.edit'),
              icon: <Pencil size={15} aria-hidden />,
              onClick: () => setAsking('all'),
            },
            { key: 'snooze', heading: t('interactions:task.snooze') },
            ...quickDays().map(({ key, date }) => ({
              key,
              label: t(`interactions:day.${key}`),
              onClick: () => actions.snooze(task, date),
            })),
            {
              key: 'day',
              label: t('interactions:day.choose'),
              icon: <CalendarDays size={15} aria-hidden />,
              onClick: () => setAsking('day'),
            },
            { key: 'hand', heading: t('interactions:task.hand_over') },
            {
              key: 'person',
              label: t('interactions:task.reassign'),
              icon: <UserRound size={15} aria-hidden />,
              onClick: () => setAsking('person'),
            },
          ]}
        >
          <button
            type="button"
            className="icon-button"
            aria-label={t('interactions:task.more', { subject: task.subject })}
          >
            <Ellipsis size={16} aria-hidden />
          </button>
        </Menu>
      )}
      <Suspense>
        {asking === 'all' ? (
          <TaskDialog task={task} onClose={() => setAsking(null)} />
        ) : (
          asking && <TaskAsk task={task} asking={asking} onClose={() => setAsking(null)} />
        )}
      </Suspense>
    </li>
  );
}
