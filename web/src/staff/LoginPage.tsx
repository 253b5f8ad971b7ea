import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { Entry } from './Entry';
import { PasskeyRoom } from './passkeys/PasskeyRoom';
import type { AskedStep } from './settings/types';
import { useEntryForm } from './useEntryForm';

const SecondStep = lazy(() => import('./second/SecondStep').then((file) => ({ default: file.SecondStep })));

const PasskeyEntry = lazy(() =>
  import('./passkeys/PasskeyEntry').then((file) => ({ default: file.PasskeyEntry })),
);

const ProviderButtons = lazy(() =>
  import('@/providers/ProviderButtons').then((file) => ({ default: file.ProviderButtons })),
);

type Values = { email: string; password: string };

export function LoginPage() {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ from: '/login' });
  const [step, setStep] = useState<AskedStep | null>(null);
  const goIn = async () => {
    client.removeQueries({ queryKey: keys.me });
    await navigate({ href: next ?? '/' });
  };
  const { busy, failure, bind } = useEntryForm<Values>(async (values) => {
    const asked = await api.post('/sessions', values, { redirect: false });
    if (asked) setStep(asked);
    else await goIn();
  });
  if (step) {
    return (
      <Entry title={t('staff:second.title')}>
        <Suspense fallback={<i className="bone" style={{ height: 190 }} />}>
          <SecondStep next={step} onIn={() => void goIn()} onBack={() => setStep(null)} />
        </Suspense>
      </Entry>
    );
  }
  return (
    <Entry title={t('staff:login.title')} text={t('staff:login.text')}>
      <Form<Values> {...bind}>
        {failure && (
          <p className="entry-failure" role="alert">
            {failure}
          </p>
        )}
        <Form.Item
          name="email"
          label={t('staff:email')}
          rules={[{ required: true, message: t('ui:required') }]}
        >
          <Input type="email" autoComplete="username webauthn" autoFocus size="large" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('staff:password')}
          rules={[{ required: true, message: t('ui:required') }]}
        >
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={busy}>
          {t('staff:login.button')}
        </Button>
      </Form>
      <Suspense fallback={<PasskeyRoom />}>
        <PasskeyEntry onIn={() => void goIn()} />
      </Suspense>
      <Suspense>
        <ProviderButtons next={next} />
      </Suspense>
      <p className="muted" style={{ marginTop: 16 }}>
        {t('staff:login.forgotten')}
      </p>
    </Entry>
  );
}
