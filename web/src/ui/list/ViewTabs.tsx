import { ChevronDown, Lock, Pencil, Pin, Star, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { View } from '@/api';
import { NO_VIEW } from '@/lib';
import { Menu } from '../Menu';
import type { ListPage } from './useListPage';

type Props = { page: ListPage; onManage: (view: View) => void };

/** Unpinned views beyond this many wait behind «更多». */
const TABS = 5;

/** The saved views as tabs: pinned ones first, the rest behind a menu. */
export function ViewTabs({ page, onManage }: Props) {
  const { t } = useTranslation('ui');
  const order = [...page.views].sort((one, other) => Number(other.pinned) - Number(one.pinned));
  const present = page.view;
  const tabs = order.slice(0, TABS);
  if (present && !tabs.includes(present)) tabs.splice(-1, 1, present);
  const more = order.filter((view) => !tabs.includes(view));
  return (
    <nav className="view-tabs" aria-label={t('ui:views.label')}>
      <button
        type="button"
        className="view-tab"
        aria-current={!present || undefined}
        onClick={() => page.toView(NO_VIEW)}
      >
        {t('ui:views.all')}
      </button>
      {tabs.map((view) => (
        <button
          key={view.id}
          type="button"
          className="view-tab"
          aria-current={view === present || undefined}
          onClick={() => page.toView(view.id)}
        >
          {view.is_default && <Star size={12} aria-hidden />}
          {view.name}
          {view === present && page.differs && (
            <i className="dot" role="img" aria-label={t('ui:views.changed')} />
          )}
        </button>
      ))}
      {present && (
        <button
          type="button"
          className="icon-button small view-edit"
          aria-label={t('ui:views.edit')}
          title={t('ui:views.edit')}
          onClick={() => onManage(present)}
        >
          <Pencil size={13} aria-hidden />
        </button>
      )}
      {more.length > 0 && (
        <Menu
          label={t('ui:views.label')}
          items={more.map((view) => ({
            key: view.id,
            label: view.name,
            icon: view.pinned ? (
              <Pin size={13} aria-hidden />
            ) : view.shared === 'private' ? (
              <Lock size={13} aria-hidden />
            ) : (
              <Users size={13} aria-hidden />
            ),
            onClick: () => page.toView(view.id),
          }))}
        >
          <button type="button" className="view-tab">
            {t('ui:more')}
            <ChevronDown size={13} aria-hidden />
          </button>
        </Menu>
      )}
    </nav>
  );
}
