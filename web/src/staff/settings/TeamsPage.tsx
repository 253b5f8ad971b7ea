import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Building2, Ellipsis, Hotel, Pencil, Plus, Store, Trash2, UsersRound } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useMay, useShowProblem } from '@/lib';
import { confirm, Empty, ErrorState, Menu, PageHeader } from '@/ui';
import type { OrgUnit } from './types';
import type { Asked } from './UnitDialog';
import { useOrgUnits } from './useRoles';
import './settings.css';

const ICONS: Record<string, typeof Store> = {
  hq: Building2,
  branch: Building2,
  store: Store,
  hotel: Hotel,
  team: UsersRound,
};
const UnitDialog = lazy(() => import('./UnitDialog').then((file) => ({ default: file.UnitDialog })));

/** The tree of units and teams: rights «of my unit» follow it. */
export function TeamsPage() {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const mayCreate = useMay('org_unit', 'create');
  const query = useOrgUnits();
  const [asked, setAsked] = useState<Asked | null>(null);
  const fresh = () => client.invalidateQueries({ queryKey: ['list', 'org-units'] });
  const remove = useMutation({
    mutationFn: (unit: OrgUnit) => api.remove(`/org-units/${unit.id}`, unit.version),
    onSuccess: fresh,
    onError: showProblem,
  });
  const drop = async (unit: OrgUnit) => {
    const yes = await confirm({
      title: t('staff:teams.remove_title', { name: unit.name }),
      text: t('staff:teams.remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (yes) remove.mutate(unit);
  };
  const units = query.data ?? [];
  const add = mayCreate && (
    <Button type="primary" icon={<Plus size={15} />} onClick={() => setAsked({})}>
      {t('staff:teams.new')}
    </Button>
  );
  return (
    <>
      <div className="page">
        <PageHeader title={t('staff:settings.teams')} sub={t('staff:teams.text')} actions={add} />
        <div className="page-body settings-body">
          {query.isError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isLoading ? (
            <i className="bone" style={{ height: 120 }} />
          ) : !query.data ? (
            <Empty icon={UsersRound} title={t('ui:problem.forbidden')} />
          ) : units.length === 0 ? (
            <Empty icon={UsersRound} title={t('staff:teams.none')} action={add} />
          ) : (
            <Branch units={units} parent={null} onAsk={setAsked} onDrop={(unit) => void drop(unit)} />
          )}
        </div>
      </div>
      <Suspense>
        {asked && (
          <UnitDialog
            asked={asked}
            units={units}
            onClose={() => setAsked(null)}
            onSaved={() => {
              setAsked(null);
              void fresh();
            }}
          />
        )}
      </Suspense>
    </>
  );
}

type BranchProps = {
  units: OrgUnit[];
  parent: string | null;
  onAsk: (asked: Asked) => void;
  onDrop: (unit: OrgUnit) => void;
};

function Branch({ units, parent, onAsk, onDrop }: BranchProps) {
  const { t } = useTranslation('staff');
  const mayCreate = useMay('org_unit', 'create');
  const mayChange = useMay('org_unit', 'change');
  const mayRemove = useMay('org_unit', 'remove');
  const known = new Set(units.map((unit) => unit.id));
  // A unit whose parent one may not see stands at the top.
  const here = units.filter((unit) =>
    parent ? unit.parent_id === parent : !unit.parent_id || !known.has(unit.parent_id),
  );
  if (here.length === 0) return null;
  return (
    <ul className={parent ? 'unit-branch' : 'unit-branch top'}>
      {here.map((unit) => {
        const Icon = ICONS[unit.kind] ?? UsersRound;
        const items = [
          ...(mayCreate
            ? [
                {
                  key: 'add',
                  label: t('staff:teams.add_below'),
                  icon: <Plus size={15} aria-hidden />,
                  onClick: () => onAsk({ parent: unit }),
                },
              ]
            : []),
          ...(mayChange
            ? [
                {
                  key: 'edit',
                  label: t('staff:teams.edit'),
                  icon: <Pencil size={15} aria-hidden />,
                  onClick: () => onAsk({ unit }),
                },
              ]
            : []),
          ...(mayRemove
            ? [
                {
                  key: 'remove',
                  label: t('ui:delete'),
                  icon: <Trash2 size={15} aria-hidden />,
                  danger: true,
                  onClick: () => onDrop(unit),
                },
              ]
            : []),
        ];
        return (
          <li key={unit.id}>
            <div className="unit">
              <Icon size={16} aria-hidden />
              <span>{unit.name}</span>
              <span className="muted">{t(`staff:unit.${unit.kind}`, { defaultValue: unit.kind })}</span>
              {items.length > 0 && (
                <Menu
                  label={t('staff:teams.more', { name: unit.name })}
                  placement="bottomRight"
                  items={items}
                >
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={t('staff:teams.more', { name: unit.name })}
                  >
                    <Ellipsis size={16} aria-hidden />
                  </button>
                </Menu>
              )}
            </div>
            <Branch units={units} parent={unit.id} onAsk={onAsk} onDrop={onDrop} />
          </li>
        );
      })}
    </ul>
  );
}
