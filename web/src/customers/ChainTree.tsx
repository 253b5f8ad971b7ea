import { Link } from '@tanstack/react-router';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Condition, keys, type Ref, type Row, type Schema, useList, usePages } from '@/api';
import { useLabels, useMay } from '@/lib';
import { Avatar, ErrorState, Money } from '@/ui';
import { More } from '@/ui/More';
import './chain.css';

export type Chain = 'supply' | 'group';

/**
 * Who stands above a customer, and below it what all of them buy, each told once, down to who uses what it sells. Nothing
 * where it stands alone.
 */
export function ChainTree({ account, chain }: { account: Ref; chain: Chain }) {
  const { t } = useTranslation('customers');
  const query = useBelow(account, chain);
  const consumers = useConsumers(account, chain);
  const first = query.pages[0];
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!first || consumers.isLoading) return null;
  if (first.above.length === 0 && first.items.length === 0 && consumers.rows.length === 0) return null;
  return (
    <section className="chain" aria-label={t(`customers:chain.${chain}`)}>
      <h2>{t(`customers:chain.${chain}`)}</h2>
      {first.above.length > 0 && (
        <p className="chain-above">
          <span className="muted">{t(`customers:chain.above_${chain}`)}</span>
          {first.above.map((each) => (
            <Link key={each.id} to="/accounts/$id" params={{ id: each.id }} search={TAB} className="linkish">
              {each.name}
            </Link>
          ))}
        </p>
      )}
      {first.sums && first.sums.accounts > 0 && <Totals sums={first.sums} chain={chain} />}
      <Below query={query} chain={chain} />
      <Consumers query={consumers} />
    </section>
  );
}

const TAB = { tab: 'relations' } as never;

function useBelow(account: Ref, chain: Chain, enabled = true) {
  return usePages({
    queryKey: keys.under(account.id, `relations/below/${chain}`),
    enabled,
    read: (cursor, signal) => api.get(`/accounts/${account.id}/below`, { chain, cursor }, { signal }),
  });
}

function Totals({ sums, chain }: { sums: Schema<'Sums'>; chain: Chain }) {
  const { t } = useTranslation('customers');
  const facts = [
    ['own', sums.own],
    [`below_${chain}`, sums.below],
    ['together', sums.together],
  ] as const;
  return (
    <dl className="chain-sums">
      <div>
        <dt>{t(`customers:chain.accounts_${chain}`)}</dt>
        <dd>
          {t('customers:chain.count', { count: sums.accounts })}
          {!sums.is_all && <small className="muted"> {t('customers:chain.not_all')}</small>}
        </dd>
      </div>
      {facts.map(
        ([key, value]) =>
          value && (
            <div key={key}>
              <dt>{t(`customers:chain.${key}`)}</dt>
              <dd>
                <Money value={value} />
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

type Query = ReturnType<typeof useBelow>;

function Below({ query, chain }: { query: Query; chain: Chain }) {
  return (
    <>
      <ul>
        {query.items.map((item) => (
          <Node key={item.account.id} item={item} chain={chain} />
        ))}
      </ul>
      <More query={query} />
    </>
  );
}

function Node({ item, chain }: { item: Schema<'BelowItem'>; chain: Chain }) {
  const { t } = useTranslation('customers');
  const labels = useLabels('accounts');
  const [open, setOpen] = useState(false);
  const mayOpen = item.further > 0 || chain === 'supply';
  const Icon = open ? ChevronDown : ChevronRight;
  const { account } = item;
  const told = [item.channel_kind && labels.choice('channel_kind', item.channel_kind), item.region];
  return (
    <li>
      <div className="chain-node">
        {mayOpen ? (
          <button
            type="button"
            className="icon-button"
            aria-expanded={open}
            aria-label={t(`customers:chain.${open ? 'close' : 'open'}`, { name: account.name })}
            onClick={() => setOpen(!open)}
          >
            <Icon size={16} aria-hidden />
          </button>
        ) : (
          <i className="chain-leaf" />
        )}
        <Link to="/accounts/$id" params={{ id: account.id }} search={TAB} className="who linkish">
          <Avatar name={account.name} seed={account.id} list="accounts" size={26} />
          <span className="clip">{account.name}</span>
        </Link>
        <span className="muted clip chain-told">{told.filter(Boolean).join(' · ')}</span>
        {item.net_sales_12m && <Money value={item.net_sales_12m} />}
      </div>
      {open && <Opened account={account} chain={chain} />}
    </li>
  );
}

function Opened({ account, chain }: { account: Ref; chain: Chain }) {
  const { t } = useTranslation('customers');
  const query = useBelow(account, chain);
  const consumers = useConsumers(account, chain);
  if (query.isPending || consumers.isLoading) return <i className="bone" style={{ height: 40 }} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.items.length === 0 && consumers.rows.length === 0)
    return <p className="muted chain-end">{t('customers:chain.end')}</p>;
  return (
    <div className="chain-below">
      <Below query={query} chain={chain} />
      <Consumers query={consumers} />
    </div>
  );
}

/** The end of a supply chain: those who use the goods and buy nothing from us. */
function Consumers({ query }: { query: ReturnType<typeof useConsumers> }) {
  const { t } = useTranslation('customers');
  if (query.rows.length === 0) return null;
  return (
    <>
      <p className="chain-above">
        <span className="muted">{t('customers:chain.consumers')}</span>
        {query.rows.map((each) => (
          <Link key={each.id} to="/contacts/$id" params={{ id: each.id }} className="linkish">
            {each.name}
          </Link>
        ))}
      </p>
      <More query={query} />
    </>
  );
}

/** Who uses what an account sells, by the contacts whose main account it is; for those who may read contacts. */
function useConsumers({ id }: Ref, chain: Chain) {
  const may = useMay('contact', 'read');
  const all: Condition[] = [
    { field: 'account', op: 'in', value: [id] },
    { field: 'is_consumer', op: 'eq', value: true },
  ];
  return useList<Row & { name: string }>(
    'contacts',
    { filter: { all }, columns: ['name'] },
    may && chain === 'supply',
  );
}
