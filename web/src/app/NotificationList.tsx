import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { useNotice } from '@/interactions/useNotice';
import { useShowProblem } from '@/lib';
import { Drop } from '@/ui/Drop';
import { Empty } from '@/ui/Empty';
import { ErrorLine } from '@/ui/ErrorLine';
import { When } from '@/ui/When';
import { useNotifications } from './notifications';

type Props = { anchor: HTMLElement; onClose: () => void; onLeave: () => void };

/** The latest of it, beneath the bell. */
export function NotificationList({ anchor, onClose, onLeave }: Props) {
  const { t } = useTranslation('app');
  const client = useQueryClient();
  const navigate = useNavigate();
  const showProblem = useShowProblem();
  const notice = useNotice();
  const list = useNotifications();
  const read = useMutation({
    mutationFn: (newest: string) => api.post('/notifications/read', { up_to: newest }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.notifications }),
    onError: showProblem,
  });
  const items = list.data?.items ?? [];
  const newest = items[0]?.id;
  const open = (to: string) => {
    onLeave();
    void navigate({ to });
  };
  return (
    <Drop anchor={anchor} placement="bottomLeft" onClose={onClose}>
      <section className="notes" aria-label={t('app:notifications.label')} aria-busy={list.isPending}>
        <header>
          <h2>{t('app:notifications.label')}</h2>
          <button
            type="button"
            className="link"
            onClick={() => newest && read.mutate(newest)}
            disabled={items.every((item) => item.read_at)}
          >
            {t('app:notifications.read')}
          </button>
        </header>
        {list.isError && items.length === 0 ? (
          <ErrorLine error={list.error} onRetry={() => void list.refetch()} />
        ) : items.length === 0 && !list.isPending ? (
          <Empty title={t('app:notifications.none')} icon={Bell} />
        ) : (
          <ul>
            {items.map((item) => {
              const { title, body, to } = notice(item);
              return (
                <li key={item.id} className={item.read_at ? 'read' : ''}>
                  <button type="button" className="note-open" onClick={() => open(to)}>
                    <strong>{title}</strong>
                    {body && <span>{body}</span>}
                    <span className="muted">
                      <When value={item.at} />
                    </span>
                  </button>
                </li>
              );
            })}
          </ul>
        )}
      </section>
    </Drop>
  );
}
