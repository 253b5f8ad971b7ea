import { useTranslation } from 'react-i18next';
import { RecordList } from '@/ui';

/** What is promised and planned. */
export function TaskList() {
  const { t } = useTranslation('interactions');
  return (
    <RecordList
      list="tasks"
      object="task"
      title={t('interactions:menu_tasks')}
      quick={['state', 'assignee', 'due_on']}
    />
  );
}
