import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { ExternalLink, MapPin, Phone } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, useRecord } from '@/api';
import { ContactLines } from '@/contacts';
import { openLog } from '@/interactions';
import { useFieldAccess, useLabels, useMay } from '@/lib';
import { ErrorLine, ErrorState, Field, KeyValue, Section, Timeline, When } from '@/ui';
import './account.css';
import { OwnLines } from './fieldParts';
import { paid } from './paid';
import { type Account, TONES } from './types';
import { useEntries } from './useEntries';

/** An account beside the list: what one needs before picking up the phone. */
export function AccountPanel({ id }: { id: string }) {
  const { t } = useTranslation('customers');
  const labels = useLabels('accounts');
  const mayLog = useMay('interaction', 'create');
  const access = useFieldAccess('account');
  const query = useRecord<Account>('accounts', id);
  const recent = useQuery({
    queryKey: keys.under(id, 'recent'),
    queryFn: () => api.get(`/accounts/${id}/timeline`, { limit: 5 }),
  });
  const toItems = useEntries(id);
  const account = query.data;
  if (query.error && !account) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!account) {
    return (
      <div className="panel-bones" aria-busy="true">
        <i className="bone" />
        <i className="bone" />
        <i className="bone" />
      </div>
    );
  }
  const ref = { id, name: account.name };
  const choice = (key: 'channel_kind' | 'history' | 'volume' | 'credit_grade') => ({
    key,
    label: labels.field(key),
    value: <Field list="accounts" field={{ key, kind: 'choice' }} value={account[key]} tones={TONES} />,
  });
  return (
    <>
      <div className="panel-actions">
        {mayLog && (
          <>
            <Button
              icon={<Phone size={15} />}
              onClick={() => openLog({ form: 'log', account: ref, channel: 'phone' })}
            >
              {t('customers:log_call')}
            </Button>
            <Button icon={<MapPin size={15} />} onClick={() => openLog({ form: 'visit', account: ref })}>
              {t('customers:log_visit')}
            </Button>
          </>
        )}
        <Link to="/accounts/$id" params={{ id: id }}>
          <Button type="primary" icon={<ExternalLink size={15} />}>
            {t('customers:open')}
          </Button>
        </Link>
      </div>
      <Section title={t('customers:key_figures')}>
        <KeyValue
          items={[
            choice('channel_kind'),
            choice('history'),
            choice('volume'),
            ...(access('credit_grade') === 'hidden' ? [] : [choice('credit_grade')]),
            { key: 'owner', label: labels.field('owner'), value: account.owner?.name },
            ...paid(account).map(([key, value]) => ({ key, label: labels.field(key), value })),
            {
              key: 'order',
              label: labels.field('last_order_on'),
              value: <When value={account.last_order_on} words />,
            },
            {
              key: 'contact',
              label: labels.field('last_contact_on'),
              value: <When value={account.last_contact_on} words />,
            },
          ]}
        />
      </Section>
      <Suspense>
        <OwnLines list="accounts" record={account} />
      </Suspense>
      <ContactLines account={ref} limit={4} />
      <Section title={t('customers:tab.timeline')}>
        {recent.isError ? (
          <ErrorLine error={recent.error} onRetry={() => void recent.refetch()} />
        ) : (
          <Timeline
            items={toItems(recent.data?.items ?? [])}
            loading={recent.isLoading}
            empty={<p className="muted quiet">{t('customers:timeline.none')}</p>}
          />
        )}
      </Section>
    </>
  );
}
