import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { ContactLines } from '@/contacts';
import { NextSteps } from '@/interactions';
import { useFormat, useIsPhone, useLabels, useMay } from '@/lib';
import { Chart, ErrorLine, KeyValue, Section, When } from '@/ui';
import { paid } from './paid';
import { AccountTeam } from './teamParts';
import type { Account } from './types';

/** What stands beside the timeline: next steps, people, purchases, figures. */
export function AccountAside({ account }: { account: Account }) {
  const { t } = useTranslation('customers');
  const labels = useLabels('accounts');
  const format = useFormat();
  const phone = useIsPhone();
  const mayOrders = useMay('order', 'read');
  const ref = { id: account.id, name: account.name };
  const figure = (key: string, value: React.ReactNode) => ({ key, label: labels.field(key), value });
  return (
    <aside aria-label={t('customers:key_figures')}>
      {!phone && <NextSteps account={ref} />}
      <ContactLines account={ref} limit={5} />
      <Suspense fallback={<i className="bone" style={{ height: 92 }} />}>
        <AccountTeam account={ref} />
      </Suspense>
      {mayOrders && <Purchases id={account.id} />}
      <Section title={t('customers:key_figures')}>
        <KeyValue
          items={[
            ...paid(account).map(([key, value]) => figure(key, value)),
            figure('order_count', format.number(account.order_count)),
            figure('first_order_on', <When value={account.first_order_on} exact />),
            figure('last_order_on', <When value={account.last_order_on} words />),
            figure(
              'days_silent',
              account.days_silent == null
                ? undefined
                : t('customers:days', {
                    count: account.days_silent,
                    number: format.number(account.days_silent),
                  }),
            ),
            figure('last_contact_on', <When value={account.last_contact_on} words />),
            figure('next_step_on', <When value={account.next_step_on} words due />),
          ]}
        />
      </Section>
    </aside>
  );
}

function Purchases({ id }: { id: string }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const query = useQuery({
    queryKey: keys.under(id, 'purchases'),
    queryFn: () => api.get(`/accounts/${id}/purchases`),
  });
  const months = query.data ?? [];
  const currency = months[0]?.net.currency ?? 'CNY';
  return (
    <Section title={t('customers:purchases')}>
      {query.isPending ? (
        <i className="bone" style={{ height: 170 }} />
      ) : query.isError ? (
        <ErrorLine error={query.error} onRetry={() => void query.refetch()} />
      ) : months.every((month) => month.orders === 0 && month.net.minor === 0) ? (
        <p className="muted quiet">{t('customers:purchases_none')}</p>
      ) : (
        <Chart
          kind="bar"
          height={170}
          title={t('customers:purchases')}
          labels={months.map((month) => month.month)}
          series={[
            { name: t('customers:accounts.fields.net_sales'), values: months.map((m) => m.net.minor) },
          ]}
          format={(minor) => format.money({ minor, currency })}
        />
      )}
    </Section>
  );
}
