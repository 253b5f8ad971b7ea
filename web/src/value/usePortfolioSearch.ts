import { useNavigate, useSearch } from '@tanstack/react-router';
import { prune } from '@/lib';
import { FREE } from './portfolioKeys';
import { type PortfolioSearch, portfolioSearch } from './portfolioSearch';

/** Two axes that go with anything. */
const USUAL = { x: 'service_12m', y: 'contribution_12m' } as const;

/** The view, its axes and the filter, from the address. */
export function usePortfolioSearch() {
  const search = useSearch({ strict: false });
  const { by = 'angles', x, y, size, box, filter, q } = portfolioSearch(search);
  const navigate = useNavigate();
  const change = (patch: PortfolioSearch, replace = false) =>
    void navigate({
      to: '.',
      search: ((old: PortfolioSearch) => ({ ...old, ...patch })) as never,
      replace,
    });
  const axes = by === FREE ? { x: x ?? USUAL.x, y: y ?? USUAL.y, size } : { x, y, size };
  return { view: by, axes, range: box, filter: prune(filter), q, change };
}
