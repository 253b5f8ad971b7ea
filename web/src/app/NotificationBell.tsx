import { Bell } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { badgeOf, useNotifications } from './notifications';

const NotificationList = lazy(() =>
  import('./NotificationList').then((file) => ({ default: file.NotificationList })),
);

/** What happened to one's records; opening it marks nothing, a click on «read» does. */
export function NotificationBell({ onLeave }: { onLeave?: () => void }) {
  const { t } = useTranslation('app');
  const unread = useNotifications().data?.unread ?? 0;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button bell"
        aria-label={t('app:notifications.unread', { count: unread })}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Bell size={16} aria-hidden />
        {unread > 0 && <b>{badgeOf(unread)}</b>}
      </button>
      <Suspense>
        {open && button.current && (
          <NotificationList
            anchor={button.current}
            onClose={() => setOpen(false)}
            onLeave={() => {
              setOpen(false);
              onLeave?.();
            }}
          />
        )}
      </Suspense>
    </>
  );
}
