import { useTranslation } from 'react-i18next';
import type { Notification } from '@/api';

/** These tell of customers, and of no single one: where those are seen. */
const OF_MANY: Record<string, string> = {
  handed_over: '/accounts',
  took_over: '/accounts',
  accounts_given: '/accounts',
  recycling_soon: '/pools/recycling',
  recycled: '/pools',
  file_reviews_due: '/customer-files',
  files_to_verify: '/customer-files',
  backup_failed: '/settings/health',
  backup_overdue: '/settings/health',
  rehearsal_failed: '/settings/health',
};

/** What a notification says, and where it leads. */
export function useNotice() {
  const { t } = useTranslation('interactions');
  return ({ name, data, account_id: account }: Notification) => ({
    title: t(`interactions:notice.${name}`, {
      ...data,
      count: Number(data.tasks || data.promises || 0),
      defaultValue: t('interactions:notice.other'),
    }),
    body: bodyOf(name, data, t),
    to: account ? `/accounts/${account}` : (OF_MANY[name] ?? '/tasks'),
  });
}

function bodyOf(
  name: string,
  data: Notification['data'],
  t: ReturnType<typeof useTranslation>['t'],
): string | null {
  if (typeof data.text === 'string') return data.text;
  if (typeof data.due_on === 'string') return t('interactions:notice.task_due', { day: data.due_on });
  const promises = Number(data.promises);
  // One notice tells of both, by the tasks that are due.
  return name === 'tasks_due' && promises > 0
    ? t('interactions:notice.promises_due', { count: promises })
    : null;
}
