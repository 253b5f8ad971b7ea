import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { ArrowDown, ArrowUp, Pencil, Plus, Target } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Schema } from '@/api';
import { toast, useMay, useShowProblem } from '@/lib';
import { Empty, ErrorState, PageHeader, Pill } from '@/ui';
import './territories.css';

const TerritoryDialog = lazy(() =>
  import('./TerritoryDialog').then((file) => ({ default: file.TerritoryDialog })),
);
const AssignDialog = lazy(() => import('./AssignDialog').then((file) => ({ default: file.AssignDialog })));

export type Territory = Schema<'Territory'>;

const KEY = keys.list('territories');

/** The rules that say whose a customer is, from the first to the last: the first that fits decides. */
export function TerritoriesPage() {
  const { t } = useTranslation('territories');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const mayCreate = useMay('territory', 'create');
  const mayChange = useMay('territory', 'change');
  const [asked, setAsked] = useState<Territory | 'new' | null>(null);
  const [assigning, setAssigning] = useState(false);
  const query = useQuery({ queryKey: KEY, queryFn: () => api.get('/territories') });
  const refresh = () => void client.invalidateQueries({ queryKey: KEY });
  const order = useMutation({
    mutationFn: (ids: string[]) => api.put('/territories/order', { ids }),
    onSuccess: (items) => client.setQueryData(KEY, items),
    onError: (error) => {
      showProblem(error);
      refresh();
    },
  });
  const territories = query.data ?? [];
  const move = (from: number, to: number) => {
    const ids = territories.map(({ id }) => id);
    const [id] = ids.splice(from, 1);
    if (id) ids.splice(to, 0, id);
    order.mutate(ids);
  };
  const add = mayCreate && (
    <Button type="primary" icon={<Plus size={15} />} onClick={() => setAsked('new')}>
      {t('territories:new')}
    </Button>
  );
  return (
    <>
      <div className="page">
        <PageHeader
          title={t('territories:menu')}
          sub={t('territories:text')}
          actions={
            <>
              {mayChange && territories.length > 0 && (
                <Button onClick={() => setAssigning(true)}>{t('territories:look')}</Button>
              )}
              {territories.length > 0 && add}
            </>
          }
        />
        <div className="page-body settings-body wide">
          {query.isError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <i className="bone" style={{ height: 200 }} />
          ) : territories.length === 0 ? (
            <Empty
              icon={Target}
              title={t('territories:none')}
              text={t('territories:none_text')}
              action={add}
            />
          ) : (
            <ol className="territories">
              {territories.map((territory, place) => (
                <li key={territory.id}>
                  <span className="num" aria-hidden>
                    {place + 1}
                  </span>
                  <TerritoryText territory={territory} />
                  {mayChange && (
                    <span className="territory-actions">
                      <button
                        type="button"
                        className="icon-button"
                        disabled={place === 0 || order.isPending}
                        aria-label={t('territories:up', { name: territory.name })}
                        onClick={() => move(place, place - 1)}
                      >
                        <ArrowUp size={15} aria-hidden />
                      </button>
                      <button
                        type="button"
                        className="icon-button"
                        disabled={place === territories.length - 1 || order.isPending}
                        aria-label={t('territories:down', { name: territory.name })}
                        onClick={() => move(place, place + 1)}
                      >
                        <ArrowDown size={15} aria-hidden />
                      </button>
                      <button
                        type="button"
                        className="icon-button"
                        aria-label={t('territories:change_of', { name: territory.name })}
                        onClick={() => setAsked(territory)}
                      >
                        <Pencil size={15} aria-hidden />
                      </button>
                    </span>
                  )}
                </li>
              ))}
            </ol>
          )}
        </div>
      </div>
      <Suspense>
        {asked && (
          <TerritoryDialog
            territory={asked === 'new' ? undefined : asked}
            onClose={() => setAsked(null)}
            onSaved={() => {
              setAsked(null);
              toast(t('ui:saved'));
              refresh();
            }}
          />
        )}
        {assigning && <AssignDialog onClose={() => setAssigning(false)} />}
      </Suspense>
    </>
  );
}

function TerritoryText({ territory }: { territory: Territory }) {
  const { t } = useTranslation('territories');
  const { name, people, org_unit, deals, active, is_broken, filter } = territory;
  const names = people.map((person) => person.name).join(t('ui:comma'));
  const who = names || (org_unit ? t('territories:unit_people', { name: org_unit.name }) : '');
  return (
    <span className="territory-text">
      <span className="territory-name">
        <strong className="clip">{name}</strong>
        {!active && <Pill tone="grey">{t('territories:off')}</Pill>}
        {is_broken && <Pill tone="red">{t('territories:broken')}</Pill>}
        {!filter && <Pill tone="blue">{t('territories:all_left')}</Pill>}
      </span>
      <span className="muted">
        {who ? `${who} · ${t(`territories:deals.${deals}`)}` : t('territories:nobody')}
      </span>
    </span>
  );
}
