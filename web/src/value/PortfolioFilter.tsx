import { useListInfo } from '@/api';
import { FilterBar } from '@/ui/list/FilterBar';
import '@/ui/list/list.css';
import { useListPage } from '@/ui/list/useListPage';
import { ACTIVE } from './portfolio';

/** By what customers are narrowed with one press. */
const QUICK = ['channel_kind', 'owner', 'region', 'volume', 'tags'];

/** The filter of the customer list, above the portfolio: both keep it in the address. */
export function PortfolioFilter({ accounts }: { accounts: number | undefined }) {
  const info = useListInfo('accounts').data;
  const page = useListPage(info, 'accounts', ACTIVE);
  return (
    <FilterBar
      list="accounts"
      info={info}
      page={page}
      quick={QUICK}
      count={accounts === undefined ? undefined : { value: accounts, exact: true }}
      counting={false}
      onCount={() => undefined}
      tools={null}
    />
  );
}
