import { Link } from '@tanstack/react-router';
import { Check, Handshake, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar, When } from '@/ui';
import './tasks.css';
import type { Promised } from './types';
import { useSettle } from './usePromises';

type Props = {
  record: Promised;
  /** Off beneath the account itself. */
  showAccount?: boolean;
  /** Whose promise it is, where several people's stand together. */
  showUser?: boolean;
};

/** An open promise among the things to do: kept, or broken. */
export function PromiseItem({ record, showAccount = true, showUser = false }: Props) {
  const { t } = useTranslation('interactions');
  const settle = useSettle();
  const { promise } = record;
  const action = (state: 'kept' | 'broken', Icon: typeof Check) => (
    <button
      type="button"
      className="icon-button"
      title={t(`interactions:promised.${state}`)}
      aria-label={t(`interactions:promised.${state}_of`, { text: promise.text })}
      onClick={() => settle(record, state)}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
  return (
    <li className="task promise">
      <span className="task-mark">
        <Handshake size={16} aria-label={t('interactions:promise')} />
      </span>
      <div className="task-text">
        <span className="task-subject">{promise.text}</span>
        <span className="task-sub">
          <When value={promise.due_on} words due />
          {showAccount && record.account && (
            <Link to="/accounts/$id" params={{ id: record.account.id }} className="linkish clip">
              {record.account.name}
            </Link>
          )}
          {record.contact && <span className="clip">{record.contact.name}</span>}
          {showUser && record.user && (
            <span className="who">
              <Avatar name={record.user.name} seed={record.user.id} size={18} />
              <span className="clip">{record.user.name}</span>
            </span>
          )}
        </span>
      </div>
      {record.may_change && (
        <>
          {action('kept', Check)}
          {action('broken', X)}
        </>
      )}
    </li>
  );
}
