import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Page } from '@/api';
import { useFormat } from '@/lib';
import { Avatar, ErrorState, Money, Section } from '@/ui';
import { type AccountRow, OWN } from './useMyAccounts';

type Props = {
  title: string;
  query: UseQueryResult<Page<AccountRow>>;
  sort: string;
  mine: boolean;
  empty: string;
  /** What is said of each: when one was last in touch, or how long it has not bought. */
  fact: 'contact' | 'silence';
};

/** A few customers, and the way to the list that goes on. */
export function AccountRows({ title, query, sort, mine, empty, fact }: Props) {
  const { t } = useTranslation('start');
  // Among those that sort last are customers who were never contacted, or never bought: they are not «silent».
  const rows = query.data?.items.filter((row) =>
    fact === 'contact' ? row.last_contact_on !== null : row.days_silent !== null,
  );
  return (
    <Section
      title={title}
      action={
        <Link to="/accounts" search={{ sort, filter: mine ? OWN : undefined }} className="link start-more">
          {t('start:more')}
          <ChevronRight size={14} aria-hidden />
        </Link>
      }
    >
      {query.isError && !rows ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !rows ? (
        <div className="start-bones" aria-busy="true">
          {[0, 1, 2].map((bone) => (
            <i key={bone} className="bone" />
          ))}
        </div>
      ) : rows.length === 0 ? (
        <p className="muted start-none">{empty}</p>
      ) : (
        <ul className="start-rows">
          {rows.map((row) => (
            <li key={row.id}>
              <Link to="/accounts/$id" params={{ id: row.id }} className="start-row">
                <Avatar name={row.name} seed={row.id} list="accounts" size={32} />
                <span className="start-text">
                  <strong className="clip">{row.name}</strong>
                  <Fact row={row} fact={fact} mine={mine} />
                </span>
                {fact === 'silence' && row.net_sales && <Money value={row.net_sales} />}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Fact({ row, fact, mine }: { row: AccountRow; fact: Props['fact']; mine: boolean }) {
  const { t } = useTranslation('start');
  const format = useFormat();
  const said =
    fact === 'silence'
      ? t('start:days_silent', { count: row.days_silent ?? 0, number: format.number(row.days_silent ?? 0) })
      : row.last_contact_on && t('start:in_touch', { when: format.relative(row.last_contact_on) });
  const step =
    fact === 'contact' && row.next_step_on && t('start:next', { when: format.date(row.next_step_on) });
  return (
    <span className="muted clip">
      {[said, step, mine ? null : row.owner?.name].filter(Boolean).join(' · ')}
    </span>
  );
}
