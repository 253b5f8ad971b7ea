import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Filter } from '@/api';
import { useFormat, useIsPhone, useLabels } from '@/lib';
import { Empty, ErrorState, Money, PageHeader, Section } from '@/ui';
import './portfolio.css';
import { PrintButton } from './PrintButton';
import {
  boxOf,
  cellsIn,
  conditionsOf,
  dotsIn,
  listSearch,
  type Portfolio,
  rangeOf,
  totalOf,
  viewOf,
} from './portfolio';
import { FREE } from './portfolioKeys';
import { useAxisText } from './useAxisText';
import { usePortfolioSearch } from './usePortfolioSearch';

const PortfolioAxes = lazy(() => import('./PortfolioAxes').then((file) => ({ default: file.PortfolioAxes })));
const PortfolioChart = lazy(() =>
  import('./PortfolioChart').then((file) => ({ default: file.PortfolioChart })),
);
const PortfolioFilter = lazy(() =>
  import('./PortfolioFilter').then((file) => ({ default: file.PortfolioFilter })),
);
const PortfolioGroups = lazy(() =>
  import('./PortfolioGroups').then((file) => ({ default: file.PortfolioGroups })),
);

const PortfolioNames = lazy(() =>
  import('./PortfolioCustomers').then((file) => ({ default: file.PortfolioNames })),
);

const HEIGHT = { wide: 440, phone: 340 };

/** All customers at once, along two axes: who gives what, who takes what, and where they stand. */
export function PortfolioPage() {
  const { t } = useTranslation(['value', 'ui']);
  const labels = useLabels('accounts');
  const format = useFormat();
  const phone = useIsPhone();
  const navigate = useNavigate();
  const text = useAxisText();
  const { view, range, axes, filter: own, q, change } = usePortfolioSearch();
  const asked = {
    view: view === FREE ? undefined : view,
    ...axes,
    filter: own && JSON.stringify(own),
    q,
  };
  const query = useQuery({
    queryKey: ['portfolio', asked],
    queryFn: ({ signal }) => api.get('/value/portfolio', asked, { signal }) as Promise<Portfolio>,
    placeholderData: keepPreviousData,
  });
  const portfolio = query.data;
  const height = phone ? HEIGHT.phone : HEIGHT.wide;
  const box = portfolio && range && boxOf(range, portfolio);
  const chosen = portfolio && box && totalOf(cellsIn(portfolio.cells, box), portfolio.contribution.currency);
  const classed = portfolio && viewOf(portfolio.classes);
  const isDrawn = portfolio?.cells.some(({ x, y }) => x != null && y != null);
  return (
    <div className="page portfolio-page">
      <PageHeader
        title={t('value:menu_portfolio')}
        sub={
          portfolio?.day &&
          [
            t(portfolio.is_of_run ? 'value:as_of' : 'value:portfolio.now', { day: portfolio.day }),
            ...(portfolio.sample == null
              ? []
              : [t('value:portfolio.sample', { number: format.number(portfolio.sample) })]),
          ].join(t('ui:semicolon'))
        }
        actions={<PrintButton />}
      />
      <Suspense fallback={<div className="portfolio-axes portfolio-wait" />}>
        <PortfolioAxes
          view={view}
          shown={portfolio && { x: portfolio.x.field, y: portfolio.y.field, size: portfolio.size?.field }}
          hasDots={!portfolio || portfolio.accounts === 0 || portfolio.dots != null}
          onChange={change}
        />
      </Suspense>
      <Suspense fallback={<div className="filter-bar portfolio-wait" />}>
        <PortfolioFilter accounts={portfolio?.accounts} />
      </Suspense>
      <div className="page-body">
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : !portfolio ? (
          <i className="bone" style={{ height }} />
        ) : portfolio.accounts === 0 ? (
          <Nobody reckoned={portfolio.day != null} narrowed={Boolean(own || q)} />
        ) : (
          <div className="portfolio">
            <Section
              title={view === FREE ? t('value:portfolio.free') : t(`value:portfolio.view.${view}.title`)}
            >
              <p className="portfolio-text">
                {view === FREE ? t('value:portfolio.free_text') : t(`value:portfolio.view.${view}.text`)}
              </p>
              {isDrawn ? (
                <Suspense fallback={<i className="bone" style={{ height }} />}>
                  <PortfolioChart
                    portfolio={portfolio}
                    height={height}
                    box={box}
                    onChoose={(next) => change({ box: next && rangeOf(next, portfolio) }, true)}
                    onOpen={(id) =>
                      void navigate({
                        to: '/accounts/$id',
                        params: { id },
                        search: { tab: 'value' } as never,
                      })
                    }
                  />
                </Suspense>
              ) : (
                <Empty title={t('value:portfolio.nowhere')} text={t('value:portfolio.nowhere_text')} />
              )}
              <p className="muted quiet-note">
                {isDrawn && <Drawn portfolio={portfolio} />}
                <Unknown portfolio={portfolio} filter={own} q={q} />
              </p>
              <div className="portfolio-chosen" aria-live="polite">
                {chosen && range ? (
                  <>
                    <span>
                      <strong>
                        {t('value:portfolio.customers', {
                          count: chosen.accounts,
                          number: format.number(chosen.accounts),
                        })}
                      </strong>{' '}
                      · {labels.field('contribution_12m')} <Money value={chosen.contribution} />
                    </span>
                    <span className="muted">
                      {text.range(portfolio.x, range.x)}
                      {t('ui:comma')}
                      {text.range(portfolio.y, range.y)}
                    </span>
                    <span className="actions no-print">
                      <Button
                        type="primary"
                        disabled={chosen.accounts === 0}
                        onClick={() =>
                          void navigate({
                            to: '/accounts',
                            search: listSearch(conditionsOf(range, portfolio), own, q) as never,
                          })
                        }
                      >
                        {t('value:portfolio.open')}
                      </Button>
                      <Button onClick={() => change({ box: undefined }, true)}>{t('ui:clear')}</Button>
                    </span>
                  </>
                ) : (
                  isDrawn && (
                    <span className="muted no-print">
                      {t(phone ? 'value:portfolio.choose_phone' : 'value:portfolio.choose')}
                    </span>
                  )
                )}
              </div>
              {box && portfolio.dots && (
                <Suspense>
                  <PortfolioNames dots={dotsIn(portfolio.dots, box, portfolio)} />
                </Suspense>
              )}
            </Section>
            {classed && (
              <Section title={t('value:portfolio.groups')}>
                <Suspense fallback={<i className="bone" style={{ height: 240 }} />}>
                  <PortfolioGroups portfolio={portfolio} view={classed} filter={own} q={q} />
                </Suspense>
              </Section>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

/** Why there is nothing to draw: nothing is reckoned yet, nobody fits, or nobody buys. */
function Nobody({ reckoned, narrowed }: { reckoned: boolean; narrowed: boolean }) {
  const { t } = useTranslation('value');
  if (!reckoned) return <Empty title={t('value:empty')} text={t('value:empty_text')} />;
  if (narrowed) return <Empty title={t('value:portfolio.nobody')} text={t('value:portfolio.nobody_text')} />;
  return <Empty title={t('value:nobody_active')} text={t('value:portfolio.nobody_active')} />;
}

/** What a dot or a cell is. */
function Drawn({ portfolio: { dots, size } }: { portfolio: Portfolio }) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  if (!dots) return t('value:portfolio.cells');
  return size
    ? t('value:portfolio.dots_sized', { size: labels.field(size.field) })
    : t('value:portfolio.dots');
}

type UnknownProps = { portfolio: Portfolio; filter: Filter | undefined; q: string | undefined };

/** Those who have no place in the chart, and the way to them. */
function Unknown({ portfolio, filter, q }: UnknownProps) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const format = useFormat();
  const { x, y, cells } = portfolio;
  const missing = [x, y].flatMap((axis, at) => {
    const without = cells.filter((cell) => (at === 0 ? cell.x : cell.y) == null);
    const count = without.reduce((sum, cell) => sum + cell.accounts, 0);
    return count > 0 ? [{ field: axis.field, count }] : [];
  });
  return missing.map(({ field, count }) => (
    <Link
      key={field}
      to="/accounts"
      search={listSearch([{ field, op: 'empty' }], filter, q) as never}
      className="link portfolio-unknown"
    >
      {t('value:portfolio.without', { count, number: format.number(count), name: labels.field(field) })}
    </Link>
  ));
}
