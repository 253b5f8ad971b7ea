import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { Button, Form, Input, Spin } from 'antd';
import { BedDouble, BriefcaseBusiness, Building2, type LucideIcon, Truck, Wine } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Locale, setupQuery, type Trade } from '@/api';
import { useLocale } from '@/lib';
import { ErrorState } from '@/ui';
import { Entry } from './Entry';
import { PasswordFields } from './PasswordFields';
import { useEntryForm } from './useEntryForm';

const AfterSetup = lazy(() => import('./AfterSetup').then((file) => ({ default: file.AfterSetup })));
const Regional = lazy(() => import('./Regional').then((file) => ({ default: file.Regional })));

const TRADES: { value: Trade; icon: LucideIcon }[] = [
  { value: 'liquor_maker', icon: Wine },
  { value: 'liquor_dealer', icon: Truck },
  { value: 'hotel', icon: BedDouble },
  { value: 'mall', icon: Building2 },
  { value: 'generic_b2b', icon: BriefcaseBusiness },
];

type Values = {
  workspace_name: string;
  name: string;
  email: string;
  password: string;
  again: string;
  locale: Locale;
  trade: Trade;
  time_zone: string;
};

/** The first visit to a fresh server: one administrator, one workspace. */
export function SetupPage() {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const { locale } = useLocale();
  const [done, setDone] = useState(false);
  const setup = useQuery(setupQuery);
  // Sent even when the form is quicker than the part of it that shows them.
  const defaults = { locale, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'Asia/Shanghai' };
  const { busy, failure, bind } = useEntryForm<Values>(async ({ again: _, ...values }) => {
    await api.post('/setup', { ...defaults, ...values }, { redirect: false });
    client.removeQueries({ queryKey: keys.me });
    setDone(true);
  });
  if (done) {
    return (
      <Entry title={t('staff:start.title')} text={t('demo:first_text')} wide>
        <Suspense fallback={<Spin />}>
          <AfterSetup />
        </Suspense>
      </Entry>
    );
  }
  // To the start page, which sends on whoever is not signed in.
  if (setup.data && !setup.data.open) return <Navigate to="/" />;
  return (
    <Entry title={t('staff:setup.title')} text={t('staff:setup.text')} wide>
      {setup.error ? (
        <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />
      ) : !setup.data ? (
        <Spin />
      ) : (
        <Form<Values> {...bind} initialValues={{ ...defaults, trade: 'generic_b2b' }}>
          {failure && (
            <p className="entry-failure" role="alert">
              {failure}
            </p>
          )}
          <div className="two">
            <Form.Item
              name="workspace_name"
              label={t('staff:setup.workspace')}
              rules={[{ required: true, message: t('ui:required') }]}
            >
              <Input autoFocus autoComplete="organization" placeholder={t('staff:setup.workspace_example')} />
            </Form.Item>
            <Form.Item
              name="name"
              label={t('staff:name')}
              rules={[{ required: true, message: t('ui:required') }]}
            >
              <Input autoComplete="name" />
            </Form.Item>
          </div>
          <Form.Item
            name="email"
            label={t('staff:email')}
            extra={t('staff:setup.email_hint')}
            rules={[
              { required: true, message: t('ui:required') },
              { type: 'email', message: t('ui:invalid.email') },
            ]}
          >
            <Input type="email" autoComplete="username" />
          </Form.Item>
          <PasswordFields />
          <Form.Item name="trade" noStyle>
            <TradeCards />
          </Form.Item>
          <Suspense fallback={<div className="regional-room" />}>
            <Regional />
          </Suspense>
          <Button type="primary" htmlType="submit" size="large" block loading={busy}>
            {t('staff:setup.button')}
          </Button>
        </Form>
      )}
    </Entry>
  );
}

function TradeCards({ value, onChange }: { value?: Trade; onChange?: (trade: Trade) => void }) {
  const { t } = useTranslation('staff');
  return (
    <fieldset className="trades">
      <legend>{t('staff:setup.trade')}</legend>
      {TRADES.map(({ value: trade, icon: Icon }) => (
        <label key={trade} className="trade">
          <input
            type="radio"
            name="trade"
            value={trade}
            checked={value === trade}
            onChange={() => onChange?.(trade)}
          />
          <Icon size={19} aria-hidden />
          <span>
            <strong>{t(`staff:trade.${trade}`)}</strong>
            <small>{t(`staff:trade_text.${trade}`)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
