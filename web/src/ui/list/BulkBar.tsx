import { X } from 'lucide-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Count } from '@/api';
import { useFormat } from '@/lib';
import type { Selection, Ticks } from './useTicks';

export type BulkAction = {
  key: string;
  label: string;
  icon?: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>;
  danger?: boolean;
  run: (selection: Selection, clear: () => void) => void;
};

type Props = {
  ticks: Ticks;
  selection: Selection;
  loaded: number;
  count: Count | undefined;
  actions: BulkAction[];
};

/** The floating bar over ticked rows. Its actions work on the filter when everything is chosen, not on a page. */
export function BulkBar({ ticks, selection, loaded, count, actions }: Props) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const more =
    count && (!count.exact || count.value > ticks.count) && !ticks.everything && ticks.count >= loaded;
  const total = count ? format.count(count) : '';
  return (
    <div className="bulk" role="toolbar" aria-label={t('ui:bulk.label')}>
      <span className="bulk-count" role="status">
        {ticks.everything ? t('ui:bulk.everything', { total }) : t('ui:bulk.some', { count: ticks.count })}
      </span>
      {more && (
        <button type="button" className="bulk-all" onClick={ticks.tickFilter}>
          {t('ui:bulk.choose_all', { total })}
        </button>
      )}
      <i className="bulk-line" />
      {actions.map(({ key, label, icon: Icon, danger, run }) => (
        <button
          key={key}
          type="button"
          className={danger ? 'danger' : ''}
          onClick={() => run(selection, ticks.clear)}
        >
          {Icon && <Icon size={15} aria-hidden />}
          {label}
        </button>
      ))}
      <button
        type="button"
        className="bulk-close"
        aria-label={t('ui:bulk.clear')}
        title="Esc"
        onClick={ticks.clear}
      >
        <X size={15} aria-hidden />
      </button>
    </div>
  );
}
