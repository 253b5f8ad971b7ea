import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { BellRing, ChevronDown, Hand, Plus, Settings2, UserPlus } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys, type Row } from '@/api';
import { useIsPhone, useMay } from '@/lib';
import { type BulkAction, Empty, ErrorState, Menu, PageHeader, RecordList } from '@/ui';
import './pools.css';
import { PooledPanel } from './PooledPanel';
import type { Pool } from './types';
import { usePools, useTake } from './usePools';

const PoolDialog = lazy(() => import('./PoolDialog').then((file) => ({ default: file.PoolDialog })));
const GiveDialog = lazy(() => import('./GiveDialog').then((file) => ({ default: file.GiveDialog })));

/** The public pools: what lies in one of them, and taking from it. */
export function PoolPage({ asked }: { asked: string | undefined }) {
  const { t } = useTranslation('pools');
  const navigate = useNavigate();
  const client = useQueryClient();
  const mayMake = useMay('pool', 'create');
  const [making, setMaking] = useState(false);
  const query = usePools();
  const pools = query.data?.items;
  const pool = pools?.find((each) => each.id === asked) ?? pools?.[0];
  // Somebody has taken or put something: the list is as old as the pools.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the pools have been read again.
  useEffect(() => {
    void client.invalidateQueries({ queryKey: keys.list('pooled') });
  }, [client, query.dataUpdatedAt]);
  const dialog = making && (
    <Suspense>
      <PoolDialog
        onClose={() => setMaking(false)}
        onSaved={(made) => {
          setMaking(false);
          void client.invalidateQueries({ queryKey: keys.list('pools') });
          void navigate({ to: `/pools/${made.id}` });
        }}
      />
    </Suspense>
  );
  if (pool) {
    return (
      <>
        <PoolList
          key={pool.id}
          pool={pool}
          pools={pools ?? []}
          onMake={mayMake ? () => setMaking(true) : undefined}
        />
        {dialog}
      </>
    );
  }
  return (
    <div className="page">
      <PageHeader title={t('pools:menu')} />
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 240 }} />
      ) : (
        <Empty
          icon={Hand}
          title={t('pools:none')}
          text={t(mayMake ? 'pools:none_text' : 'pools:none_text_alone')}
          action={
            mayMake && (
              <Button type="primary" icon={<Plus size={15} />} onClick={() => setMaking(true)}>
                {t('pools:new')}
              </Button>
            )
          }
        />
      )}
      {dialog}
    </div>
  );
}

function PoolList({ pool, pools, onMake }: { pool: Pool; pools: Pool[]; onMake?: () => void }) {
  const { t } = useTranslation('pools');
  const navigate = useNavigate();
  const phone = useIsPhone();
  const [giving, setGiving] = useState<{ ids: string[]; clear: () => void } | null>(null);
  const take = useTake();
  const fixed = useMemo(() => ({ field: 'pool', op: 'in' as const, value: [pool.id] }), [pool.id]);
  const bulk: BulkAction[] = [
    ...(pool.may_take
      ? [
          {
            key: 'take',
            label: t('pools:take'),
            icon: Hand,
            run: ({ ids }: { ids?: string[] }, clear: () => void) => {
              if (ids) take.mutate(ids, { onSettled: clear });
            },
          },
        ]
      : []),
    ...(pool.may_keep
      ? [
          {
            key: 'give',
            label: t('pools:give'),
            icon: UserPlus,
            run: ({ ids }: { ids?: string[] }, clear: () => void) => ids && setGiving({ ids, clear }),
          },
        ]
      : []),
  ];
  return (
    <>
      <RecordList
        list="pooled"
        object="pooled_account"
        title={t('pools:menu')}
        sub={<Caps pool={pool} />}
        actions={
          <>
            <Menu
              label={t('pools:choose')}
              items={pools.map(({ id, name }) => ({
                key: id,
                label: name,
                onClick: () => void navigate({ to: `/pools/${id}` }),
              }))}
            >
              <Button>
                {pool.name}
                <ChevronDown size={14} aria-hidden />
              </Button>
            </Menu>
            <Link to="/pools/$part" params={{ part: 'recycling' }}>
              <Button icon={<BellRing size={15} />} aria-label={t('pools:warnings.menu')}>
                {!phone && t('pools:warnings.menu')}
              </Button>
            </Link>
            <Link to="/pools/$part/$page" params={{ part: pool.id, page: 'rules' }}>
              <Button icon={<Settings2 size={15} />} aria-label={t('pools:keeping')}>
                {!phone && t('pools:keeping')}
              </Button>
            </Link>
            {onMake && !phone && (
              <Button icon={<Plus size={15} />} onClick={onMake}>
                {t('pools:new')}
              </Button>
            )}
          </>
        }
        quick={['region', 'channel_kind', 'pooled_why', 'pooled_from']}
        card={{
          badge: 'channel_kind',
          value: 'days_in_pool',
          meta: ['region', 'pooled_why'],
          says: { days_in_pool: (days) => t('pools:days_in', { days: Number(days) }) },
        }}
        fixed={fixed}
        bulk={bulk}
        builtInBulk={false}
        exportable={false}
        panel={(row: Row, close) => <PooledPanel key={row.id} row={row} pool={pool} onTaken={close} />}
        empty={<Empty icon={Hand} title={t('pools:empty')} text={t('pools:empty_text')} />}
      />
      <Suspense>
        {giving && (
          <GiveDialog
            ids={giving.ids}
            onClose={() => setGiving(null)}
            onDone={() => {
              giving.clear();
              setGiving(null);
            }}
          />
        )}
      </Suspense>
    </>
  );
}

/** How much of the caps is left. */
export function Caps({ pool: { used, limits, may_take } }: { pool: Pool }) {
  const { t } = useTranslation('pools');
  if (!may_take) return <span>{t('pools:look_only')}</span>;
  return (
    <>
      <span>{t('pools:caps.taken', { used: used.taken_today, most: limits.takes_per_day })}</span>
      <span>{t('pools:caps.held', { used: used.held, most: limits.most_held })}</span>
      <span>{t('pools:caps.viewed', { used: used.viewed_today, most: limits.views_per_day })}</span>
    </>
  );
}
