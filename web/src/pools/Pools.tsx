import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { PoolPage } from './PoolPage';

/** A rule speaks of the fields of customers: their texts come with it. */
const PoolKeeping = lazy(() => import('./loadKeeping').then((file) => file.loadKeeping()));
const WarningList = lazy(() => import('./WarningList').then((file) => ({ default: file.WarningList })));

/** The part of an address beneath the pools that is no pool. */
const WARNINGS = 'recycling';

/** What lies in a pool, `/pools/{id}`; its rules and caps, `/pools/{id}/rules`; what will be recycled, `/pools/recycling`. */
export function Pools() {
  const { part, page } = useParams({ strict: false }) as { part?: string; page?: string };
  if (part !== WARNINGS && !page) return <PoolPage asked={part} />;
  return (
    <Suspense fallback={<div className="page" aria-busy="true" />}>
      {part === WARNINGS ? <WarningList /> : <PoolKeeping id={part ?? ''} />}
    </Suspense>
  );
}
