import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useMay } from '@/lib';

export function useRoles() {
  const mayRead = useMay('role', 'read');
  return useQuery({
    queryKey: ['roles'],
    queryFn: () => api.get('/roles'),
    enabled: mayRead,
    staleTime: 300_000,
  });
}

export function useOrgUnits() {
  const mayRead = useMay('org_unit', 'read');
  return useQuery({
    queryKey: ['list', 'org-units'],
    queryFn: () => api.get('/org-units'),
    enabled: mayRead,
  });
}

/** The roles every workspace begins with speak the reader's language; others keep the name they were given. */
export function useRoleName() {
  const { t } = useTranslation('staff');
  return (role: { key?: string; name: string }) =>
    role.key ? t(`staff:role.${role.key}`, { defaultValue: role.name }) : role.name;
}
