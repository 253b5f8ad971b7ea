import { lazy } from 'react';
import { FindDuplicates } from './duplicateParts';
import { loadPools } from './loadPools';
import { loadRights } from './loadRights';
import type { Account } from './types';

const GiveBackDialog = lazy(() => loadPools().then((pools) => ({ default: pools.GiveBackDialog })));

const WhyDialog = lazy(() => loadRights().then((rights) => ({ default: rights.WhyDialog })));

export type Asked = 'duplicates' | 'give_back' | 'why';
type Props = { asked: Asked; account: Account; onClose: () => void };

/** What the menu of a customer asks for in a dialog, with what belongs to other capabilities. */
export function AccountDialog({ asked, account, onClose }: Props) {
  if (asked === 'why') {
    return <WhyDialog kind="account" record={{ id: account.id, name: account.name }} onClose={onClose} />;
  }
  return asked === 'give_back' ? (
    <GiveBackDialog account={{ id: account.id, name: account.name }} onClose={onClose} />
  ) : (
    <FindDuplicates sort="account" record={account} onClose={onClose} />
  );
}
