import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { type Grant, type Me, meQuery } from '@/api';

/** The signed-in person. Only for use beneath the shell, whose route has read it already. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** For parts that may show before sign-in. */
export function useMaybeMe(): Me | undefined {
  return useQuery({ ...meQuery, enabled: false }).data;
}

export function may(grants: Grant[], object: string, action: string): boolean {
  return grants.some((grant) => (grant.object === object || grant.object === '*') && grant.action === action);
}

/** Does a right of this person reach records of others: those of a team, a unit or everybody? */
export function reachesOthers(grants: Grant[], object: string, action: string): boolean {
  return may(
    grants.filter((grant) => grant.scope !== 'own'),
    object,
    action,
  );
}

/** May this person do it to at least some records? The server has the last word. */
export function useMay(object: string, action: string): boolean {
  return may(useMe().grants, object, action);
}

export type FieldAccess = Me['fields'][number]['access'];

/** What may this person do with a field of the records of an object? */
export function useFieldAccess(object: string): (field: string) => FieldAccess {
  const { fields } = useMe();
  return (field) => fields.find((rule) => rule.object === object && rule.field === field)?.access ?? 'write';
}

/** Is this only a part of a number or address, which leads nowhere? */
export function isMasked(text: string | null | undefined): boolean {
  return text !== null && text !== undefined && /\*\*|••/.test(text);
}
