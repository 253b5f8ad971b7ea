import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '@/lib';

/** Where the rows are, and what one must be allowed to read to see them. */
const LISTS = {
  accounts: { to: '/accounts', object: 'account' },
  orders: { to: '/orders', object: 'order' },
  interactions: { to: '/interactions', object: 'interaction' },
} as const;

type Props = {
  list: keyof typeof LISTS;
  /** As of a link to the list. */
  search: never;
  children: ReactNode;
};

/** A number that opens the rows it is made of, for those who may read them. */
export function Behind({ list, search, children }: Props) {
  const { to, object } = LISTS[list];
  const mayRead = useMay(object, 'read');
  if (!mayRead) return children;
  return (
    <Link to={to} search={search} className="link">
      {children}
    </Link>
  );
}
