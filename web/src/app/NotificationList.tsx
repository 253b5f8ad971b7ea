import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Bell, Settings } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Notification } from '@/api';
import { useNotice } from '@/interactions/useNotice';
import { useShowProblem } from '@/lib';
import { Drop } from '@/ui/Drop';
import { dayGroup } from '@/ui/dayGroup';
import { Empty } from '@/ui/Empty';
import { ErrorLine } from '@/ui/ErrorLine';
import { When } from '@/ui/When';
import { useNotifications } from './notifications';

type Props = { anchor: HTMLElement; onClose: () => void; onLeave: () => void };

/** What belongs to one day, or to the days before, in the order in which it came. */
function byDay(items: Notification[]) {
  const groups: { name: string; items: Notification[] }[] = [];
  for (const item of items) {
    const name = dayGroup(item.at);
    const last = groups.at(-1);
    if (last?.name === name) last.items.push(item);
    else groups.push({ name, items: [item] });
  }
  return groups;
}

/** The latest of it, beneath the bell, by day. What one opens is read. */
export function NotificationList({ anchor, onClose, onLeave }: Props) {
  const { t } = useTranslation('app');
  const client = useQueryClient();
  const navigate = useNavigate();
  const showProblem = useShowProblem();
  const notice = useNotice();
  const [onlyUnread, setOnlyUnread] = useState(false);
  const list = useNotifications(onlyUnread);
  const read = useMutation({
    mutationFn: (what: { up_to: string; only?: boolean }) => api.post('/notifications/read', what),
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
          <div className="notes-which" role="group" aria-label={t('app:notifications.label')}>
            {[false, true].map((unread) => (
              <button
                key={String(unread)}
                type="button"
                aria-pressed={onlyUnread === unread}
                onClick={() => setOnlyUnread(unread)}
              >
                {t(unread ? 'app:notifications.only_unread' : 'app:notifications.all')}
              </button>
            ))}
          </div>
          <button
            type="button"
            className="link"
            onClick={() => newest && read.mutate({ up_to: newest })}
            disabled={items.every((item) => item.read_at)}
          >
            {t('app:notifications.read')}
          </button>
          <button
            type="button"
            className="icon-button small"
            aria-label={t('app:notifications.settings')}
            title={t('app:notifications.settings')}
            onClick={() => open('/settings/notifications')}
          >
            <Settings size={14} aria-hidden />
          </button>
        </header>
        {list.isError && items.length === 0 ? (
          <ErrorLine error={list.error} onRetry={() => void list.refetch()} />
        ) : items.length === 0 && !list.isPending ? (
          <Empty
            title={t(onlyUnread ? 'app:notifications.none_unread' : 'app:notifications.none')}
            icon={Bell}
          />
        ) : (
          <div className="notes-days">
            {byDay(items).map((group) => (
              <section key={group.items[0]?.id} aria-label={t(`ui:day.${group.name}`)}>
                <h3>{t(`ui:day.${group.name}`)}</h3>
                <ul>
                  {group.items.map((item) => {
                    const { title, body, to } = notice(item);
                    return (
                      <li key={item.id} className={item.read_at ? 'read' : ''}>
                        <button
                          type="button"
                          className="note-open"
                          onClick={() => {
                            if (!item.read_at) read.mutate({ up_to: item.id, only: true });
                            open(to);
                          }}
                        >
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
              </section>
            ))}
          </div>
        )}
      </section>
    </Drop>
  );
}
