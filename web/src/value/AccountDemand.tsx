import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { useFormat } from '@/lib';
import { Chart, ErrorState, Money, Section } from '@/ui';
import { Scroll } from './Scroll';
import type { ProductDemand } from './types';
import './value.css';

/** What a customer will need of each of its products, and how it went so far. */
export function AccountDemand({ id }: { id: string }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const query = useQuery({
    queryKey: keys.under(id, 'demand'),
    queryFn: () => api.get(`/accounts/${id}/demand`),
  });
  const [chosen, setChosen] = useState<string>();
  const demand = query.data;
  if (query.isError && !demand)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const shown = demand?.products.find((each) => each.product === chosen) ?? demand?.products[0];
  return (
    <Section title={t('value:demand.title')}>
      {!demand ? (
        <i className="bone" style={{ height: 120 }} />
      ) : !shown ? (
        <p className="muted quiet-note">{t('value:demand.none')}</p>
      ) : (
        <>
          <p className="value-line">{t('value:demand.text')}</p>
          <Scroll label={t('value:demand.title')}>
            <table className="value-table">
              <thead>
                <tr>
                  <th scope="col">{t('value:demand.product')}</th>
                  <th scope="col" className="right">
                    {t('value:demand.quantity_12m')}
                  </th>
                  <th scope="col" className="right">
                    {t('value:demand.next_3m')}
                  </th>
                  <th scope="col" className="right">
                    {t('value:demand.next', { months: demand.months })}
                  </th>
                  <th scope="col" className="right">
                    {t('value:demand.next_net')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {demand.products.map((each) => (
                  <tr key={each.product}>
                    <th scope="row">
                      <button
                        type="button"
                        className="link"
                        aria-pressed={each === shown}
                        onClick={() => setChosen(each.product)}
                      >
                        {each.product}
                      </button>
                    </th>
                    <td className="right">{format.number(each.quantity_12m)}</td>
                    <td className="right">{format.number(each.next_3m)}</td>
                    <td className="right">{format.number(each.next)}</td>
                    <td className="right">
                      <Money value={each.next_net} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {demand.others > 0 && (
            <p className="muted quiet-note">{t('value:demand.others', { count: demand.others })}</p>
          )}
          <ProductChart product={shown} />
        </>
      )}
    </Section>
  );
}

function ProductChart({ product }: { product: ProductDemand }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  // The present month has a part that is over and one that is to come.
  const months = [...new Set([...product.past, ...product.future].map((each) => each.month))];
  const of = (side: ProductDemand['past']) => {
    const known = new Map(side.map((each) => [each.month, each.quantity]));
    return months.map((month) => known.get(month) ?? null);
  };
  return (
    <div className="demand-chart">
      <Chart
        kind="bar"
        stacked
        height={190}
        title={t('value:demand.chart', { product: product.product })}
        labels={months}
        series={[
          { name: t('value:demand.past'), values: of(product.past) },
          { name: t('value:demand.future'), values: of(product.future) },
        ]}
        format={format.number}
      />
      <p className="muted quiet-note">
        {t('value:demand.why', {
          product: product.product,
          class: product.class ? t(`value:demand.class.${product.class}`) : '',
          method: t(`value:demand.method.${product.method}`),
        })}
        {product.may_be_over && ` ${t('value:demand.over')}`}
      </p>
    </div>
  );
}
