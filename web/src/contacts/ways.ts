import { isMasked } from '@/lib';
import type { Contact } from './types';

export const WAYS = ['mobile', 'phone', 'wechat', 'email'] as const;
export type Way = (typeof WAYS)[number];

/** How a person is reached, each number once with all that it is: a mobile is often the WeChat id, too. */
export function waysTo(contact: Pick<Contact, Way>): { value: string; uses: Way[] }[] {
  const ways: { value: string; uses: Way[] }[] = [];
  for (const use of WAYS) {
    const value = contact[use];
    if (!value) continue;
    const known = ways.find((way) => way.value === value);
    if (known) known.uses.push(use);
    else ways.push({ value, uses: [use] });
  }
  return ways;
}

/** Where a press on it leads; a WeChat id leads nowhere, nor does what is shown only in part. */
export function hrefOf({ value, uses }: { value: string; uses: Way[] }): string | undefined {
  if (isMasked(value)) return undefined;
  if (uses.includes('mobile') || uses.includes('phone')) return `tel:${value}`;
  return uses.includes('email') ? `mailto:${value}` : undefined;
}
