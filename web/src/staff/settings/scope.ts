import type { Grant, Schema } from '@/api';

/** The objects that a token is limited to, and how far. */
export type Scope = Record<string, Schema<'Access'>>;

/** What a choice shows first; the others follow in the order of the rights. */
const DAILY = ['account', 'contact', 'interaction', 'task', 'order'];

/** The objects that can be chosen: those one has a right on, and whether that is more than to look. */
export function choices(grants: Grant[]): { object: string; writes: boolean }[] {
  const objects = [...new Set(grants.map((grant) => grant.object))];
  const rank = (object: string) => (DAILY.includes(object) ? DAILY.indexOf(object) : DAILY.length);
  return objects
    .sort((one, other) => rank(one) - rank(other))
    .map((object) => ({
      object,
      writes: grants.some((grant) => grant.object === object && !['read', 'export'].includes(grant.action)),
    }));
}

/** With another choice for one object; none leaves it out. */
export function withAccess(scope: Scope, object: string, access: Scope[string] | 'none'): Scope {
  const { [object]: _, ...others } = scope;
  return access === 'none' ? others : { ...others, [object]: access };
}
