import type { Grant } from '@/api';
import { may } from '@/lib';

/** What is told of all tells of each: it is for who may see what everybody is worth. */
export function seesAll(grants: Grant[]): boolean {
  const ofAll = grants.filter((grant) => grant.scope === 'all');
  return ['account', 'value'].every((object) => may(ofAll, object, 'read'));
}
