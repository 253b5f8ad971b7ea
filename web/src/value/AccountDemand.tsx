import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { ErrorState, Section } from '@/ui';
import { Chips } from '@/ui/Chips';
import { DemandChart } from './DemandChart';
import { DemandTable, type Needed } from './DemandTable';
import type { Demand } from './types';
import './value.css';

const SIDES = ['product', 'family'] as const;
type Side = (typeof SIDES)[number];

/** What a customer will need of each of its products, or of each family of them, and how it went so far. */
export function AccountDemand({ id }: { id: string }) {
  const { t } = useTranslation('value');
  const [side, setSide] = useState<Side>('product');
  /** The family whose products are shown; empty for the products without one. */
  const [opened, setOpened] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const query = useQuery({
    queryKey: [...keys.under(id, 'demand'), opened],
    queryFn: () =>
      api.get(`/accounts/${id}/demand`, { family: opened, without_family: opened === '' || undefined }),
    placeholderData: keepPreviousData,
  });
  const demand = query.data;
  if (query.isError && !demand)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const without = t('value:demand.without');
  const rows = demand && (side === 'family' ? byFamily(demand, without) : byProduct(demand));
  const shown = rows?.find((each) => each.key === chosen) ?? rows?.[0];
  const others = side === 'family' ? demand?.other_families : demand?.others;
  const look = (next: Side, family?: string) => {
    setSide(next);
    setOpened(family);
    setChosen(undefined);
  };
  // Families tell nothing where no product has one.
  const switches = demand?.families?.some(({ family }) => family) === true;
  return (
    <Section title={t('value:demand.title')}>
      {!demand || !rows ? (
        <i className="bone" style={{ height: 120 }} />
      ) : !shown ? (
        <p className="muted quiet-note">{t('value:demand.none')}</p>
      ) : (
        <>
          <p className="value-line">{t('value:demand.text')}</p>
          {switches && (
            <div className="demand-side">
              <Chips
                label={t('value:demand.by')}
                value={side}
                options={SIDES.map((value) => ({ value, label: t(`value:demand.${value}`) }))}
                onChange={(next) => look(next === 'family' ? 'family' : 'product')}
              />
              {opened !== undefined && (
                <Button
                  type="text"
                  icon={<ChevronLeft size={15} aria-hidden />}
                  onClick={() => look('family')}
                >
                  {t('value:demand.of_family', { family: opened || without })}
                </Button>
              )}
            </div>
          )}
          <DemandTable
            head={t(`value:demand.${side}`)}
            rows={rows}
            months={demand.months}
            shown={shown}
            onChoose={setChosen}
          />
          {others !== undefined && others > 0 && (
            <p className="muted quiet-note">
              {t(side === 'family' ? 'value:demand.others_families' : 'value:demand.others', {
                count: others,
              })}
            </p>
          )}
          {side === 'family' && (
            <Button size="small" onClick={() => look('product', shown.key)}>
              {t('value:demand.open', { family: shown.name, count: shown.products ?? 0 })}
            </Button>
          )}
          <DemandChart needed={shown} />
        </>
      )}
    </Section>
  );
}

function byProduct({ products }: Demand): Needed[] {
  return products.map((need) => ({ key: need.product, name: need.product, need }));
}

function byFamily({ families }: Demand, without: string): Needed[] {
  return (families ?? []).map((need) => ({
    key: need.family ?? '',
    name: need.family ?? without,
    products: need.products,
    need,
  }));
}
