import { useNavigate } from '@tanstack/react-router';
import { Combine, X } from 'lucide-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Count } from '@/api';
import { kindIn, useFormat, useMay } from '@/lib';
import type { Selection, Ticks } from './useTicks';

export type BulkAction = {
  key: string;
  label: string;
  icon?: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>;
  danger?: boolean;
  run: (selection: Selection, clear: () => void) => void;
};

type Props = {
  list: string;
  object: string;
  ticks: Ticks;
  selection: Selection;
  loaded: number;
  count: Count | undefined;
  actions: BulkAction[];
};

/** The floating bar over ticked rows. Its actions work on the filter when everything is chosen, not on a page. */
export function BulkBar({ list, object, ticks, selection, loaded, count, actions }: Props) {
  const { t } = useTranslation('ui');
  const navigate = useNavigate();
  const mayMerge = useMay(object, 'remove');
  const merge = mayMerge ? kindIn(list)?.merge : undefined;
  const [kept, merged, third] = selection.ids ?? [];
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
      {merge && kept && merged && !third && (
        <button type="button" onClick={() => void navigate(merge(kept, merged))}>
          <Combine size={15} aria-hidden />
          {t('ui:bulk.merge')}
        </button>
      )}
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
