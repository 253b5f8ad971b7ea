import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { ArrowLeft, Pencil, Play, Plus, Recycle, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Filter, keys, useRecord } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { confirm, Empty, ErrorState, FilterText, followJob, KeyValue, PageHeader, Pill, Section } from '@/ui';
import './pools.css';
import { LIMITS, type Pool, type PoolRule } from './types';
import { useFresh, useTerms } from './usePools';

const PoolDialog = lazy(() => import('./PoolDialog').then((file) => ({ default: file.PoolDialog })));
const RuleDialog = lazy(() => import('./RuleDialog').then((file) => ({ default: file.RuleDialog })));

/** One pool: its caps, and the rules by which customers go into it. Who does not keep it reads them. */
export function PoolKeeping({ id }: { id: string }) {
  const { t } = useTranslation('pools');
  const navigate = useNavigate();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const query = useRecord<Pool>('pools', id);
  const [changing, setChanging] = useState(false);
  const pool = query.data;
  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.record('pools', id) });
    void client.invalidateQueries({ queryKey: keys.list('pools') });
  };
  const remove = useMutation({
    mutationFn: ({ version }: Pool) => api.remove(`/pools/${id}`, version),
    onSuccess: () => {
      toast(t('pools:removed'));
      void client.invalidateQueries({ queryKey: keys.list('pools') });
      void navigate({ to: '/pools' });
    },
    onError: showProblem,
  });
  if (query.error && !pool) {
    return (
      <div className="page">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (!pool) return <div className="page" aria-busy="true" />;
  const askRemove = async () => {
    const yes = await confirm({
      title: t('pools:remove_title', { name: pool.name }),
      text: t('pools:remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (yes) remove.mutate(pool);
  };
  return (
    <div className="page pool-keeping">
      <PageHeader
        title={pool.name}
        lead={
          <Link
            to="/pools/$part"
            params={{ part: id }}
            className="icon-button back"
            aria-label={t('pools:menu')}
          >
            <ArrowLeft size={19} aria-hidden />
          </Link>
        }
        sub={<span>{pool.org_unit?.name ?? t('pools:everybody')}</span>}
        actions={
          pool.may_keep && (
            <>
              <Button icon={<Pencil size={15} />} onClick={() => setChanging(true)}>
                {t('pools:change')}
              </Button>
              <Button
                danger
                icon={<Trash2 size={15} />}
                aria-label={t('ui:delete')}
                onClick={() => void askRemove()}
              />
            </>
          )
        }
      />
      <div className="page-body">
        <Section title={t('pools:limits')}>
          <KeyValue
            items={LIMITS.map((limit) => ({
              key: limit,
              label: t(`pools:limit.${limit}`),
              value: (
                <>
                  {pool.limits[limit]}
                  {typeof pool.own[limit] !== 'number' && (
                    <small className="muted"> {t('pools:by_default')}</small>
                  )}
                </>
              ),
            }))}
          />
        </Section>
        <Rules pool={pool} onChanged={refresh} />
      </div>
      <Suspense>
        {changing && (
          <PoolDialog
            pool={pool}
            onClose={() => setChanging(false)}
            onSaved={() => {
              setChanging(false);
              refresh();
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

function Rules({ pool, onChanged }: { pool: Pool; onChanged: () => void }) {
  const { t } = useTranslation('pools');
  const client = useQueryClient();
  const fresh = useFresh();
  const showProblem = useShowProblem();
  const [editing, setEditing] = useState<{ rule?: PoolRule } | null>(null);
  const key = keys.under(pool.id, 'rules');
  const query = useQuery({ queryKey: key, queryFn: () => api.get(`/pools/${pool.id}/rules`) });
  const rules = query.data ?? [];
  const follow = useMutation({
    mutationFn: () => api.post(`/pools/${pool.id}/recycle`),
    onSuccess: ({ id }) =>
      followJob(id, t('pools:recycle_job', { name: pool.name }), fresh, ({ result }) =>
        result ? t('pools:recycle_done', result) : undefined,
      ),
    onError: showProblem,
  });
  const add = (
    <Button type="primary" icon={<Plus size={15} />} onClick={() => setEditing({})}>
      {t('pools:rule.new')}
    </Button>
  );
  return (
    <Section
      title={t('pools:rules')}
      action={
        pool.may_keep &&
        rules.length > 0 && (
          <span className="pool-buttons">
            <Button icon={<Play size={15} />} loading={follow.isPending} onClick={() => follow.mutate()}>
              {t('pools:recycle_now')}
            </Button>
            {add}
          </span>
        )
      }
    >
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 120 }} />
      ) : rules.length === 0 ? (
        <Empty
          icon={Recycle}
          title={t('pools:rule.none')}
          text={t('pools:rule.none_text')}
          action={pool.may_keep && add}
        />
      ) : (
        <ul className="pool-rules">
          {rules.map((rule) => (
            <RuleLine
              key={rule.id}
              rule={rule}
              onEdit={pool.may_keep ? () => setEditing({ rule }) : undefined}
            />
          ))}
        </ul>
      )}
      <Suspense>
        {editing && (
          <RuleDialog
            pool={pool}
            rule={editing.rule}
            onClose={() => setEditing(null)}
            onSaved={() => {
              setEditing(null);
              void client.invalidateQueries({ queryKey: key });
              onChanged();
            }}
          />
        )}
      </Suspense>
    </Section>
  );
}

function RuleLine({ rule, onEdit }: { rule: PoolRule; onEdit?: () => void }) {
  const { t } = useTranslation('pools');
  const termsText = useTerms();
  const terms = termsText(rule);
  return (
    <li>
      <div className="pool-rule">
        <strong>{rule.name}</strong>
        <Pill tone={rule.active ? 'jade' : 'grey'}>
          {t(rule.active ? 'pools:rule.active' : 'pools:rule.inactive')}
        </Pill>
        {onEdit && (
          <Button
            type="text"
            size="small"
            icon={<Pencil size={14} />}
            aria-label={t('pools:rule.change', { name: rule.name })}
            onClick={onEdit}
          />
        )}
      </div>
      {terms && <p>{terms}</p>}
      {rule.filter != null && (
        <p className="muted">
          {t('pools:rule.among')} <FilterText list="accounts" filter={rule.filter as Filter} />
        </p>
      )}
    </li>
  );
}
