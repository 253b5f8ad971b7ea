import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '@/api';
import { ContactCards } from '@/contacts';
import { Composer, EpisodeBar, EpisodeTimeline, NextSteps, PhoneActions } from '@/interactions';
import { useIsPhone, useMay } from '@/lib';
import { AccountOrders } from '@/orders';
import { ErrorState, useMoved, useRecordKeys } from '@/ui';
import './account.css';
import { AccountAside } from './AccountAside';
import { AccountAxes } from './AccountAxes';
import { AccountHeader } from './AccountHeader';
import { AccountTimeline } from './AccountTimeline';
import { CustomerFilePart, FileList } from './fileParts';
import { AccountFacts, RelationList } from './seldomParts';
import { TABS, type Tab } from './tabs';
import type { Account } from './types';
import { AccountValue } from './valueParts';

/** One customer, whole: who it is, what happened, what comes next. */
export function AccountShow() {
  const { t } = useTranslation('customers');
  const { id } = useParams({ strict: false }) as { id: string };
  const search = useSearch({ strict: false }) as { tab?: Tab; episode?: string };
  const navigate = useNavigate();
  const phone = useIsPhone();
  const mayOrders = useMay('order', 'read');
  const mayValue = useMay('value', 'read');
  const mayFile = useMay('customer_file', 'read');
  const query = useRecord<Account>('accounts', id);
  const account = query.data;
  const moved = useMoved('accounts', id, account?.id);
  useRecordKeys('accounts', id, account?.may_change === true && !account.trashed_at);
  const tab = search.tab ?? 'timeline';
  const tabs = useRef<HTMLDivElement>(null);
  // Where they do not fit beside each other they scroll: the present one must be seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another tab is shown, and when the first is drawn.
  useEffect(() => {
    tabs.current
      ?.querySelector('[aria-selected=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab, account === undefined]);
  if (query.error && !account) {
    return (
      <div className="page">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (!account || moved) return <AccountBones />;
  const ref = { id, name: account.name };
  const may: Partial<Record<Tab, boolean>> = { orders: mayOrders, value: mayValue, file: mayFile };
  const shown = TABS.filter((each) => may[each] ?? true);
  return (
    <div className="page account">
      <AccountHeader account={account} />
      <AccountAxes account={account} />
      <div className="with-aside">
        <div className="page-body">
          <div ref={tabs} className="tabs" role="tablist" aria-label={account.name}>
            {shown.map((each) => (
              <button
                key={each}
                type="button"
                role="tab"
                id={`tab-${each}`}
                aria-selected={tab === each}
                aria-controls="tab-panel"
                onClick={() =>
                  void navigate({
                    to: '.',
                    search: (each === 'timeline' ? {} : { tab: each }) as never,
                    replace: true,
                  })
                }
              >
                {t(`customers:tab.${each}`)}
              </button>
            ))}
          </div>
          <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
            {tab === 'timeline' && (
              <>
                {!account.trashed_at && <Composer key={id} account={ref} />}
                {phone && <NextSteps account={ref} />}
                <EpisodeBar
                  account={ref}
                  chosen={search.episode}
                  onChoose={(episode) =>
                    void navigate({ to: '.', search: { episode } as never, replace: true })
                  }
                />
                {search.episode ? (
                  <EpisodeTimeline account={id} episode={search.episode} />
                ) : (
                  <AccountTimeline id={id} />
                )}
              </>
            )}
            {tab === 'contacts' && <ContactCards account={ref} />}
            <Suspense fallback={<i className="bone" style={{ height: 320 }} />}>
              {tab === 'orders' && <AccountOrders account={ref} />}
              {tab === 'value' && mayValue && (
                <AccountValue
                  account={ref}
                  firstOrderOn={account.first_order_on ?? null}
                  orders={account.order_count}
                  frozen={Boolean(account.trashed_at) || !account.may_change}
                />
              )}
              {tab === 'file' && mayFile && <CustomerFilePart id={id} frozen={Boolean(account.trashed_at)} />}
              {tab === 'files' && <FileList about={{ kind: 'account', id }} />}
              {tab === 'relations' && <RelationList account={ref} />}
              {tab === 'facts' && <AccountFacts account={account} />}
            </Suspense>
          </div>
        </div>
        <AccountAside account={account} />
      </div>
      {phone && !account.trashed_at && <PhoneActions number={account.phone} account={ref} />}
    </div>
  );
}

function AccountBones() {
  return (
    <div className="page" aria-busy="true">
      <div className="page-head">
        <i className="bone" style={{ width: 44, height: 44 }} />
        <i className="bone" style={{ width: 260, height: 26 }} />
      </div>
      <div className="page-body">
        <i className="bone" style={{ height: 64, marginBottom: 20 }} />
        <i className="bone" style={{ height: 300 }} />
      </div>
    </div>
  );
}
