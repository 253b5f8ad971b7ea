export { useOrgUnits, useRoleName, useRoles } from './settings/useRoles';
