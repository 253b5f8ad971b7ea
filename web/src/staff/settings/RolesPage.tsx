import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Ellipsis, Pencil, Plus, RotateCcw, ShieldCheck, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useMay, useShowProblem, withTexts } from '@/lib';
import { confirm, Empty, ErrorState, Menu, PageHeader, Pill } from '@/ui';
import { GrantTable } from './GrantTable';
import type { Role } from './types';
import { useRoleName, useRoles } from './useRoles';
import './settings.css';

const FieldRightTable = lazy(() =>
  withTexts(() => import('@/rights'), 'rights', 'customers', 'contacts')().then((parts) => ({
    default: parts.FieldRightTable,
  })),
);
const RoleDialog = lazy(() => import('./RoleDialog').then((file) => ({ default: file.RoleDialog })));

/** What each role may do, and with whose records. */
export function RolesPage() {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const query = useRoles();
  const roleName = useRoleName();
  const mayCreate = useMay('role', 'create');
  const mayChange = useMay('role', 'change');
  const mayRemove = useMay('role', 'remove');
  const [asked, setAsked] = useState<{ role?: Role } | null>(null);
  const fresh = () => client.invalidateQueries({ queryKey: ['roles'] });
  const restore = useMutation({
    mutationFn: (role: Role) => api.post(`/roles/${role.id}/restore`),
    onSuccess: () => {
      toast(t('staff:roles.restored'));
      void fresh();
    },
    onError: showProblem,
  });
  const remove = useMutation({
    mutationFn: (role: Role) => api.remove(`/roles/${role.id}`, role.version),
    onSuccess: fresh,
    onError: showProblem,
  });
  const bringBack = async (role: Role) => {
    const yes = await confirm({
      title: t('staff:roles.restore_title', { name: roleName(role) }),
      text: t('staff:roles.restore_text'),
      yes: t('staff:roles.restore'),
    });
    if (yes) restore.mutate(role);
  };
  const drop = async (role: Role) => {
    const yes = await confirm({
      title: t('staff:roles.remove_title', { name: roleName(role) }),
      text: t('staff:roles.remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (yes) remove.mutate(role);
  };
  const actions = (role: Role) => [
    ...(mayChange && !role.everything
      ? [
          {
            key: 'edit',
            label: t('staff:roles.edit'),
            icon: <Pencil size={15} aria-hidden />,
            onClick: () => setAsked({ role }),
          },
        ]
      : []),
    ...(mayChange && role.changed
      ? [
          {
            key: 'restore',
            label: t('staff:roles.restore'),
            icon: <RotateCcw size={15} aria-hidden />,
            onClick: () => void bringBack(role),
          },
        ]
      : []),
    ...(mayRemove && !role.seeded
      ? [
          {
            key: 'remove',
            label: t('ui:delete'),
            icon: <Trash2 size={15} aria-hidden />,
            danger: true,
            onClick: () => void drop(role),
          },
        ]
      : []),
  ];
  const add = mayCreate && (
    <Button type="primary" icon={<Plus size={15} />} onClick={() => setAsked({})}>
      {t('staff:roles.new')}
    </Button>
  );
  return (
    <>
      <div className="page">
        <PageHeader title={t('staff:settings.roles')} sub={t('staff:roles.text')} actions={add} />
        <div className="page-body settings-body wide">
          {query.isError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isLoading ? (
            <i className="bone" style={{ height: 200 }} />
          ) : !query.data ? (
            <Empty icon={ShieldCheck} title={t('ui:problem.forbidden')} />
          ) : (
            query.data.map((role) => {
              const items = actions(role);
              return (
                <div key={role.id} className="role-line">
                  <details className="role" open={role.everything}>
                    <summary>
                      <strong>{roleName(role)}</strong>
                      <span className="muted">{t('staff:roles.users', { count: role.users })}</span>
                      {role.everything && <Pill tone="jade">{t('staff:roles.everything')}</Pill>}
                      {role.changed && <Pill tone="amber">{t('staff:roles.changed')}</Pill>}
                      {!role.seeded && <Pill tone="grey">{t('staff:roles.own')}</Pill>}
                    </summary>
                    {role.everything ? (
                      <p className="muted quiet-note">{t('staff:roles.everything_text')}</p>
                    ) : (
                      <>
                        <GrantTable grants={role.grants} />
                        {role.fields.length > 0 && (
                          <Suspense>
                            <FieldRightTable fields={role.fields} />
                          </Suspense>
                        )}
                      </>
                    )}
                  </details>
                  {items.length > 0 && (
                    <Menu
                      label={t('staff:roles.actions', { name: roleName(role) })}
                      placement="bottomRight"
                      items={items}
                    >
                      <button
                        type="button"
                        className="icon-button"
                        aria-label={t('staff:roles.actions', { name: roleName(role) })}
                      >
                        <Ellipsis size={16} aria-hidden />
                      </button>
                    </Menu>
                  )}
                </div>
              );
            })
          )}
        </div>
      </div>
      <Suspense>
        {asked && (
          <RoleDialog
            role={asked.role}
            onClose={() => setAsked(null)}
            onSaved={() => {
              setAsked(null);
              toast(t('ui:saved'));
              void fresh();
            }}
          />
        )}
      </Suspense>
    </>
  );
}
