import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Condition, type Filter, keys } from '@/api';
import { useFormat, useLabels } from '@/lib';
import { Empty, ErrorState, Money, PageHeader } from '@/ui';
import './cross.css';
import { axisOf, type Basis, type Cell, type Crossed, type Total, totalOf } from './cross';

const CrossChoice = lazy(() => import('./CrossChoice').then((file) => ({ default: file.CrossChoice })));

/** Two bases of classification crossed: how many accounts, and what they buy. Each cell opens the list. */
export function AccountCross() {
  const { t } = useTranslation('customers');
  const labels = useLabels('accounts');
  const navigate = useNavigate();
  const { rows = 'channel_kind', columns = 'volume' } = useSearch({ strict: false }) as {
    rows?: Basis;
    columns?: Basis;
  };
  const query = useQuery({
    queryKey: [...keys.list('accounts'), 'cross', rows, columns],
    queryFn: () => api.get('/accounts/cross', { rows, columns }) as Promise<Crossed>,
  });
  const cells = query.data?.cells ?? [];
  const choose = (change: { rows?: Basis; columns?: Basis }) =>
    void navigate({ to: '.', search: { rows, columns, ...change } as never, replace: true });
  const name = (basis: Basis, value: string | null) =>
    value === null ? t('customers:cross.none') : basis === 'region' ? value : labels.choice(basis, value);
  const across = axisOf(cells, 'column');
  const sum = (cells: Cell[], ...values: [Basis, string | null][]) =>
    // What is not shown is not in the sum, and would be in the list.
    query.data?.has_more ? (
      <Figures of={totalOf(cells)} />
    ) : (
      <Figures of={totalOf(cells)} filter={filterOf(...values)} />
    );
  return (
    <div className="page">
      <PageHeader
        title={t('customers:cross.title')}
        actions={
          <Link to="/accounts" className="link">
            {t('customers:menu')}
          </Link>
        }
      />
      <div className="page-body">
        <Suspense fallback={<p className="cross-choice" />}>
          <CrossChoice rows={rows} columns={columns} onChange={choose} />
        </Suspense>
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <i className="bone" style={{ height: 240 }} />
        ) : cells.length === 0 ? (
          <Empty title={t('customers:cross.empty')} />
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
          <div className="cross-scroll" tabIndex={0} role="region" aria-label={t('customers:cross.title')}>
            <table className="cross">
              <thead>
                <tr>
                  <th scope="col">{labels.field(rows)}</th>
                  {across.map((column) => (
                    <th key={column ?? ''} scope="col">
                      {name(columns, column)}
                    </th>
                  ))}
                  <th scope="col">{t('ui:list.sums')}</th>
                </tr>
              </thead>
              <tbody>
                {axisOf(cells, 'row').map((row) => (
                  <tr key={row ?? ''}>
                    <th scope="row">{name(rows, row)}</th>
                    {across.map((column) => {
                      const cell = cells.find((each) => each.row === row && each.column === column);
                      return (
                        <td key={column ?? ''}>
                          {cell && <Figures of={cell} filter={filterOf([rows, row], [columns, column])} />}
                        </td>
                      );
                    })}
                    <td>
                      {sum(
                        cells.filter((each) => each.row === row),
                        [rows, row],
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">{t('ui:list.sums')}</th>
                  {across.map((column) => (
                    <td key={column ?? ''}>
                      {sum(
                        cells.filter((each) => each.column === column),
                        [columns, column],
                      )}
                    </td>
                  ))}
                  <td>{sum(cells)}</td>
                </tr>
              </tfoot>
            </table>
          </div>
        )}
        {query.data?.has_more && <p className="muted quiet">{t('customers:cross.more')}</p>}
      </div>
    </div>
  );
}

/** How many, and what they buy; with a filter, the way to them. */
function Figures({ of, filter }: { of: Total; filter?: Filter }) {
  const format = useFormat();
  const figures = (
    <>
      <strong>{format.number(of.accounts)}</strong>
      {of.net_sales_12m && (
        <small className="muted">
          <Money value={of.net_sales_12m} />
        </small>
      )}
    </>
  );
  if (!filter) return <span className="cross-figures">{figures}</span>;
  return (
    <Link to="/accounts" search={{ filter } as never} className="cross-figures">
      {figures}
    </Link>
  );
}

function filterOf(...values: [Basis, string | null][]): Filter {
  return {
    all: values.map(
      ([field, value]): Condition =>
        value === null
          ? { field, op: 'empty' }
          : field === 'region'
            ? { field, op: 'eq', value }
            : { field, op: 'in', value: [value] },
    ),
  };
}
