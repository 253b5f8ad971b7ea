import { useTranslation } from 'react-i18next';
import { useRoleName, useRoles } from '@/staff';
import type { Why, WhyAction } from './types';

/** Why something may be done with a record, or may not, in whole sentences. */
export function useReasons(kind: 'account' | 'contact') {
  const { t } = useTranslation('rights');
  const roles = useRoles();
  const roleName = useRoleName();
  return (why: Why, { action, allowed, reach, by }: WhyAction): string[] => {
    const owner = why.owner?.name;
    const facts = { user: why.user.name, owner, what: t(`rights:object.${kind}`) };
    if (allowed) {
      const of = ({ role, because }: WhyAction['by'][number]) => {
        const name = roleName(roles.data?.find((each) => each.id === role.id) ?? role);
        const reason =
          because === 'own' || because === 'same_unit' || because === 'unit_below'
            ? owner
              ? t(`rights:because.${because}`, facts)
              : t('rights:because.top', facts)
            : t(`rights:because.${because}`, facts);
        return t('rights:by', { reason, role: name });
      };
      return [...new Set(by.map(of))];
    }
    if (!reach) return [t('rights:not.no_right', { ...facts, action: t(`rights:action.${action}`) })];
    const sees = why.actions.find((each) => each.action === 'read')?.allowed;
    if (action !== 'read' && !sees) return [t('rights:not.unseen', facts)];
    const scope = t(`rights:scope.${reach}`, facts);
    return [
      owner
        ? t('rights:not.beyond', { ...facts, scope })
        : t('rights:not.beyond_nobody', { ...facts, scope }),
    ];
  };
}
