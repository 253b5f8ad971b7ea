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
  file_reviews_overdue: '/customer-files',
  files_to_verify: '/customer-files',
  backup_failed: '/settings/health',
  backup_overdue: '/settings/health',
  rehearsal_failed: '/settings/health',
};

/** What a notification says, and where it leads. */
export function useNotice() {
  const { t } = useTranslation('interactions');
  return ({ name, data, kind, record_id: record, account_id: account }: Notification) => ({
    title: t(`interactions:notice.${name}`, {
      ...data,
      count: Number(data.tasks || data.promises || data.updates || data.records || 0),
      defaultValue: t('interactions:notice.other'),
    }),
    body: bodyOf(name, data, t),
    to: account ? `/accounts/${account}` : (placeOf(name, kind, record) ?? OF_MANY[name] ?? '/tasks'),
  });
}

/** Where that is seen what one follows. */
function placeOf(name: string, kind: string, record: string): string | undefined {
  if (name === 'followed' && kind === 'contact') return `/contacts/${record}`;
  if (name === 'followed_many') return kind === 'contact' ? '/contacts' : '/accounts';
  return undefined;
}

function bodyOf(
  name: string,
  data: Notification['data'],
  t: ReturnType<typeof useTranslation>['t'],
): string | null {
  if (typeof data.text === 'string') return data.text;
  if (name === 'followed') {
    const happened = Object.entries((data.what ?? {}) as Record<string, number>);
    return happened
      .map(([what, count]) => t(`interactions:notice.what.${what}`, { count, defaultValue: '' }))
      .filter(Boolean)
      .join(t('ui:comma'));
  }
  if (typeof data.due_on === 'string') return t('interactions:notice.task_due', { day: data.due_on });
  const promises = Number(data.promises);
  // One notice tells of both, by the tasks that are due.
  return name === 'tasks_due' && promises > 0
    ? t('interactions:notice.promises_due', { count: promises })
    : null;
}
