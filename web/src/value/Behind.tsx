import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '@/lib';
import type { Rows } from './rowsBehind';

/** Where the lists are, and what one must be allowed to read to see them. */
const LISTS = {
  accounts: { to: '/accounts', object: 'account' },
  orders: { to: '/orders', object: 'order' },
  interactions: { to: '/interactions', object: 'interaction' },
} as const;

/** A number that opens the rows it is made of, where there are some, for those who may read them. */
export function Behind({ rows, children }: { rows: Rows | undefined; children: ReactNode }) {
  const { to, object } = LISTS[rows?.list ?? 'accounts'];
  const mayRead = useMay(object, 'read');
  if (!rows || !mayRead) return children;
  return (
    <Link to={to} search={rows.search as never} className="link">
      {children}
    </Link>
  );
}

/** The way to some rows in words, for those who may read them: to others it says nothing. */
export function Opens({ rows, children }: { rows: Rows; children: ReactNode }) {
  const mayRead = useMay(LISTS[rows.list].object, 'read');
  return mayRead && <Behind rows={rows}>{children}</Behind>;
}
