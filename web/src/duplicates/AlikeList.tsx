import { ExternalLink, EyeOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { kindIn } from '@/lib';
import { Avatar } from '@/ui';
import './duplicates.css';
import { LIST_OF, type Sort } from './sorts';
import type { Alike, Found } from './types';
import { useReasons } from './useReasons';

type Props = {
  sort: Sort;
  found: Found;
  /** What one may do with a record that was found. */
  action?: (record: Alike) => ReactNode;
};

/** What is like a record, and why. Each opens on a page of its own, so that nothing that is typed is left. */
export function AlikeList({ sort, found, action }: Props) {
  const { t } = useTranslation('duplicates');
  const { reasons } = useReasons();
  const list = LIST_OF[sort];
  return (
    <ul className="alike-list">
      {found.records.map((record) => (
        <li key={record.id}>
          <Avatar name={record.name} seed={record.id} list={list} size={32} />
          <span className="alike-text">
            <a
              href={kindIn(list)?.page?.(record.id)}
              target="_blank"
              rel="noreferrer"
              className="linkish"
              aria-label={t('duplicates:alike.open', { name: record.name })}
            >
              {record.name}
              <ExternalLink size={13} aria-hidden />
            </a>
            <small className="muted">
              {[...record.places, record.owner?.name, reasons(record.reasons)].filter(Boolean).join(' · ')}
            </small>
          </span>
          {action?.(record)}
        </li>
      ))}
      {found.hidden.map((team) => (
        <li key={team ?? ''}>
          <span className="alike-hidden">
            <EyeOff size={16} aria-hidden />
          </span>
          <span className="alike-text">
            {team ? t(`duplicates:hidden.${sort}`, { team }) : t(`duplicates:hidden.${sort}_nobody`)}
          </span>
        </li>
      ))}
    </ul>
  );
}
