import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useShowProblem } from '@/lib';
import type { Task } from './types';
import { useRefresh } from './useRefresh';

type Change = { due_on?: string; assignee_id?: string; subject?: string };

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
  const change = useMutation({
    mutationFn: ({ task, patch }: { task: Task; patch: Change }) =>
      api.patch(`/tasks/${task.id}`, patch, task.version),
    onSuccess: (_, { task }) => refresh(task.account?.id),
    onError: showProblem,
  });
  const complete = async (task: Task) => {
    await move.mutateAsync({ task, to: 'complete' });
    toast(t('interactions:task.completed', { subject: task.subject }), {
      action: { label: t('ui:undo'), run: () => move.mutate({ task, to: 'reopen' }) },
    });
  };
  const alter = async (task: Task, patch: Change, undo: Change, text: string) => {
    const saved = await change.mutateAsync({ task, patch });
    toast(text, {
      action: {
        label: t('ui:undo'),
        run: () => change.mutate({ task: { ...task, version: saved.version }, patch: undo }),
      },
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
    reassign: (task: Task, to: { id: string; name: string }) =>
      void alter(
        task,
        { assignee_id: to.id },
        { assignee_id: task.assignee?.id },
        t('interactions:task.reassigned', { name: to.name }),
      ).catch(() => undefined),
  };
}
