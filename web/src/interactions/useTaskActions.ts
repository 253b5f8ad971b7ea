import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Ref } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { useConflict, useConflictFields } from '@/ui';
import { changedKeys } from '@/ui/changes';
import type { Task } from './types';
import { useRefresh } from './useRefresh';

type Moved = { due_on: string; assignee: Ref | null };

/** Tick, reopen, put off, hand over: each at once, and each can be taken back. */
export function useTaskActions() {
  const { t } = useTranslation('interactions');
  const refresh = useRefresh();
  const showProblem = useShowProblem();
  const move = useMutation({
    mutationFn: ({ task, to }: { task: Task; to: 'complete' | 'reopen' }) =>
      api.post(`/tasks/${task.id}/${to}`),
    onSuccess: (_, { task }) => refresh(task.account?.id),
    onError: showProblem,
  });
  const settle = useConflict();
  const fields = useConflictFields('tasks', ['due_on', 'assignee']);
  const change = useMutation({
    mutationFn: ({ task, to }: { task: Task; to: Partial<Moved> }) => {
      const original: Moved = { due_on: task.due_on, assignee: task.assignee ?? null };
      return settle({
        fields,
        toValues: (row) => ({ due_on: row.due_on, assignee: row.assignee ?? null }),
        original,
        mine: { ...original, ...to },
        version: task.version,
        send: (values, against, version) => {
          const { due_on, assignee } = changedKeys(against, values) as Partial<Moved>;
          return api.patch(`/tasks/${task.id}`, { due_on, assignee_id: assignee?.id }, version);
        },
      });
    },
    onSettled: (_, __, { task }) => refresh(task.account?.id),
    onError: showProblem,
  });
  const complete = async (task: Task) => {
    await move.mutateAsync({ task, to: 'complete' });
    toast(t('interactions:task.completed', { subject: task.subject }), {
      action: { label: t('ui:undo'), run: () => move.mutate({ task, to: 'reopen' }) },
    });
  };
  const alter = async (task: Task, to: Partial<Moved>, undo: Partial<Moved>, text: string) => {
    const done = await change.mutateAsync({ task, to });
    if (!done) return;
    toast(text, {
      action: { label: t('ui:undo'), run: () => change.mutate({ task: done.saved, to: undo }) },
    });
  };
  return {
    complete: (task: Task) => void complete(task).catch(() => undefined),
    reopen: (task: Task) => move.mutate({ task, to: 'reopen' }),
    snooze: (task: Task, due_on: string) =>
      void alter(
        task,
        { due_on },
        { due_on: task.due_on },
        t('interactions:task.snoozed', { day: due_on }),
      ).catch(() => undefined),
    reassign: (task: Task, to: Ref) =>
      void alter(
        task,
        { assignee: to },
        { assignee: task.assignee ?? null },
        t('interactions:task.reassigned', { name: to.name }),
      ).catch(() => undefined),
  };
}
