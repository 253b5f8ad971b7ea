import { Button } from 'antd';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText, dayAndClock, isDateOnly, useFormat } from '@/lib';
import { type DayGroup, dayGroup } from './dayGroup';
import './timeline.css';
import { slow } from './slow';

export type TimelineItem = {
  id: string;
  icon: LucideIcon;
  at: string;
  title: ReactNode;
  by?: string;
  body?: ReactNode;
  aside?: ReactNode;
};

type Props = {
  items: TimelineItem[];
  more?: boolean;
  loading?: boolean;
  onMore?: () => void;
  empty?: ReactNode;
};

/** What happened, newest first, by day. */
export function Timeline({ items, more = false, loading = false, onMore, empty }: Props) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  if (items.length === 0 && !loading) return <>{empty}</>;
  const groups: { name: DayGroup; items: TimelineItem[] }[] = [];
  for (const item of items) {
    const name = dayGroup(item.at);
    const last = groups.at(-1);
    if (last?.name === name) last.items.push(item);
    else groups.push({ name, items: [item] });
  }
  return (
    <div className="timeline" aria-busy={loading}>
      {groups.map((group) => (
        <section key={`${group.name}${group.items[0]?.id}`} aria-label={t(`ui:day.${group.name}`)}>
          <p className="timeline-day">{t(`ui:day.${group.name}`)}</p>
          <ol>
            {group.items.map((item) => {
              const Icon = item.icon;
              const near = group.name === 'today' || group.name === 'yesterday';
              return (
                <li key={item.id}>
                  <span className="timeline-icon">
                    <Icon size={15} aria-hidden />
                  </span>
                  <div className="timeline-body">
                    <header>
                      <strong>{item.title}</strong>
                      {item.by && <span className="muted timeline-by">{item.by}</span>}
                      <time className="muted" dateTime={item.at} title={format.date(item.at)}>
                        {near && !isDateOnly(item.at) ? clockText(item.at) : dayAndClock(item.at)}
                      </time>
                    </header>
                    {item.body && <div className="timeline-text">{item.body}</div>}
                    {item.aside}
                  </div>
                </li>
              );
            })}
          </ol>
        </section>
      ))}
      {more && (
        <Button type="text" block loading={slow(loading)} onClick={onMore}>
          {t('ui:load_more')}
        </Button>
      )}
    </div>
  );
}
