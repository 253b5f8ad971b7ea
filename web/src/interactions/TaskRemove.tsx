import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRecord, useRemove } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { confirm } from '@/ui';
import type { Task } from './types';
import { useRefresh } from './useRefresh';

type Props = { task: Task; onRemoved?: () => void };

/** Takes a task away that should never have been there; shown to those of whom the server says that they may. */
export function TaskRemove({ task, onRemoved }: Props) {
  const { t } = useTranslation('interactions');
  const showProblem = useShowProblem();
  const refresh = useRefresh();
  const record = useRecord<Task>('tasks', task.id).data;
  const remove = useRemove('tasks');
  if (!record?.may_remove) return null;
  const drop = async () => {
    const yes = await confirm({
      title: t('interactions:task.remove_title'),
      text: t('interactions:task.remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (!yes) return;
    remove.mutate(
      { id: task.id },
      {
        onSuccess: () => {
          refresh(task.account?.id);
          toast(t('interactions:task.removed'));
          onRemoved?.();
        },
        onError: showProblem,
      },
    );
  };
  return (
    <Button danger type="text" loading={remove.isPending} onClick={() => void drop()}>
      {t('interactions:task.remove')}
    </Button>
  );
}
