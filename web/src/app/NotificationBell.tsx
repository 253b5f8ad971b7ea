import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Popover } from 'antd';
import { Bell } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Notification, type Page } from '@/api';
import { useMe, useShowProblem } from '@/lib';
import { Empty } from '@/ui/Empty';
import { When } from '@/ui/When';

/** What happened to one's records; opening it marks nothing, a click on «read» does. */
export function NotificationBell() {
  const { t } = useTranslation('app');
  const { unread } = useMe();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      styles={{ container: { padding: 0 } }}
      content={<Notifications />}
    >
      <button
        type="button"
        className="icon-button bell"
        aria-label={t('app:notifications.unread', { count: unread })}
        aria-expanded={open}
      >
        <Bell size={16} aria-hidden />
        {unread > 0 && <b>{unread > 99 ? '99+' : unread}</b>}
      </button>
    </Popover>
  );
}

function Notifications() {
  const { t } = useTranslation('app');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const list = useQuery({
    queryKey: keys.notifications,
    queryFn: () => api.get<Page<Notification>>('/notifications', { limit: 30 }),
  });
  const read = useMutation({
    mutationFn: () => api.post('/notifications/read', { all: true }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.notifications });
      void client.invalidateQueries({ queryKey: keys.me });
    },
    onError: showProblem,
  });
  const items = list.data?.items ?? [];
  return (
    <section className="notes" aria-label={t('app:notifications.label')} aria-busy={list.isPending}>
      <header>
        <h2>{t('app:notifications.label')}</h2>
        <button
          type="button"
          className="link"
          onClick={() => read.mutate()}
          disabled={items.every((item) => item.read)}
        >
          {t('app:notifications.read')}
        </button>
      </header>
      {items.length === 0 && !list.isPending ? (
        <Empty title={t('app:notifications.none')} icon={Bell} />
      ) : (
        <ul>
          {items.map((item) => (
            <li key={item.id} className={item.read ? 'read' : ''}>
              <strong>{item.title}</strong>
              {item.body && <span>{item.body}</span>}
              <span className="muted">
                <When value={item.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
