import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Grant } from '@/api';
import { Empty, ErrorState, PageHeader, Pill } from '@/ui';
import { useRoleName, useRoles } from './useRoles';
import './settings.css';

const ACTIONS = ['read', 'create', 'change', 'remove', 'export'] as const;

/** What each role may do, and with whose records. */
export function RolesPage() {
  const { t } = useTranslation('staff');
  const query = useRoles();
  const roleName = useRoleName();
  return (
    <div className="page">
      <PageHeader title={t('staff:settings.roles')} sub={t('staff:roles.text')} />
      <div className="page-body settings-body wide">
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isLoading ? (
          <i className="bone" style={{ height: 200 }} />
        ) : !query.data ? (
          <Empty icon={ShieldCheck} title={t('ui:problem.forbidden')} />
        ) : (
          query.data.map((role) => (
            <details key={role.id} className="role" open={role.everything}>
              <summary>
                <strong>{roleName(role)}</strong>
                {role.everything && <Pill tone="jade">{t('staff:roles.everything')}</Pill>}
              </summary>
              {role.everything ? (
                <p className="muted quiet-note">{t('staff:roles.everything_text')}</p>
              ) : (
                <GrantTable grants={role.grants} />
              )}
            </details>
          ))
        )}
      </div>
    </div>
  );
}

function GrantTable({ grants }: { grants: Grant[] }) {
  const { t } = useTranslation('staff');
  const objects = [...new Set(grants.map((grant) => grant.object))];
  return (
    <div className="grants">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('staff:roles.object')}</th>
            {ACTIONS.map((action) => (
              <th key={action} scope="col">
                {t(`staff:action.${action}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {objects.map((object) => (
            <tr key={object}>
              <th scope="row">{t(`staff:object.${object}`, { defaultValue: object })}</th>
              {ACTIONS.map((action) => {
                const grant = grants.find((each) => each.object === object && each.action === action);
                return (
                  <td key={action}>
                    {grant ? t(`staff:scope.${grant.scope}`) : <span className="muted">–</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
