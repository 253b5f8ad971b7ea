import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Form, Input, Spin } from 'antd';
import { TimerOff } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, Problem } from '@/api';
import { forget } from '@/lib';
import { Empty, ErrorState } from '@/ui';
import { Entry } from './Entry';
import { PasswordFields } from './PasswordFields';
import type { AskedStep } from './settings/types';
import { useEntryForm } from './useEntryForm';

const SecondStep = lazy(() => import('./second/SecondStep').then((file) => ({ default: file.SecondStep })));

type Values = { password: string; again: string };

/** Where the link leads that an administrator passes on to a colleague who has forgotten the password. */
export function ResetPage() {
  const { t } = useTranslation('staff');
  const { token } = useParams({ from: '/password-resets/$token' });
  const reset = useQuery({
    queryKey: ['password-reset', token],
    queryFn: () => api.get(`/password-resets/${token}`, undefined, { redirect: false }),
    // Used once it is gone: it must not turn into «no longer valid» under the hands of who has just used it.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { error, data } = reset;
  if (error instanceof Problem && error.status === 404) {
    return (
      <Entry title={t('staff:reset.title')}>
        <Empty
          icon={TimerOff}
          title={t('staff:reset.gone')}
          text={t('staff:reset.gone_text')}
          action={
            <Link to="/login" className="link">
              {t('staff:login.button')}
            </Link>
          }
        />
      </Entry>
    );
  }
  return (
    <Entry
      title={t('staff:reset.title')}
      text={data && t('staff:reset.text', { name: data.name, workspace: data.workspace_name })}
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void reset.refetch()} />
      ) : data ? (
        <ResetForm token={token} email={data.email} />
      ) : (
        <Spin />
      )}
    </Entry>
  );
}

function ResetForm({ token, email }: { token: string; email: string }) {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [step, setStep] = useState<AskedStep | null>(null);
  const goIn = async () => {
    // Whoever was signed in here before may have been somebody else.
    forget(client);
    await navigate({ to: '/' });
  };
  const { busy, failure, bind } = useEntryForm<Values>(async ({ password }) => {
    const asked = await api.post(`/password-resets/${token}/use`, { password }, { redirect: false });
    if (asked) setStep(asked);
    else await goIn();
  });
  if (step) {
    return (
      <Suspense fallback={<i className="bone" style={{ height: 190 }} />}>
        <SecondStep next={step} onIn={() => void goIn()} onBack={() => void navigate({ to: '/login' })} />
      </Suspense>
    );
  }
  return (
    <Form<Values> {...bind}>
      {failure && (
        <p className="entry-failure" role="alert">
          {failure}
        </p>
      )}
      <Form.Item label={t('staff:email')} htmlFor="reset-email">
        <Input id="reset-email" value={email} autoComplete="username" readOnly />
      </Form.Item>
      <PasswordFields />
      <p className="muted entry-note">{t('staff:reset.ends')}</p>
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {t('staff:reset.button')}
      </Button>
    </Form>
  );
}
