import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { ErrorState } from '@/ui';
import { ObjectTable } from './GrantTable';
import { useRoleName, useRoles } from './useRoles';

/** What a user may do by all of their roles, each with the roles that give it. */
export function UserRights({ id }: { id: string }) {
  const { t } = useTranslation('staff');
  const roles = useRoles();
  const roleName = useRoleName();
  const query = useQuery({ queryKey: ['rights', id], queryFn: () => api.get(`/users/${id}/rights`) });
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <i className="bone" style={{ height: 120 }} />;
  const { everything, rights } = query.data;
  if (everything) return <p className="muted quiet-note">{t('staff:user.everything')}</p>;
  if (rights.length === 0) return <p className="muted quiet-note">{t('staff:roles.nothing')}</p>;
  return (
    <>
      <p className="muted quiet-note">{t('staff:user.rights_text')}</p>
      <ObjectTable
        objects={[...new Set(rights.map((right) => right.object))]}
        cell={(object, action) => {
          const right = rights.find((each) => each.object === object && each.action === action);
          if (!right) return <span className="muted">–</span>;
          const by = right.by.map((role) =>
            roleName(roles.data?.find((each) => each.id === role.id) ?? role),
          );
          return <span title={by.join(t('ui:comma'))}>{t(`staff:scope.${right.scope}`)}</span>;
        }}
      />
    </>
  );
}
