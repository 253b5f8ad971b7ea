import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { MonitorSmartphone } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useFormat, useShowProblem } from '@/lib';
import { ErrorState, PageHeader, Pill, Section } from '@/ui';
import { deviceOf } from './deviceOf';
import './settings.css';

const SecondStepCard = lazy(() =>
  import('./SecondStepCard').then((file) => ({ default: file.SecondStepCard })),
);
const PasskeysCard = lazy(() =>
  import('../passkeys/PasskeysCard').then((file) => ({ default: file.PasskeysCard })),
);
const PasswordForm = lazy(() => import('./PasswordForm').then((file) => ({ default: file.PasswordForm })));

/** One's signed-in browsers, second step, passkeys and password. */
export function SecurityPage() {
  const { t } = useTranslation('staff');
  return (
    <div className="page">
      <PageHeader title={t('staff:settings.security')} />
      <div className="page-body settings-body">
        <Section title={t('staff:security.sessions')}>
          <Sessions />
        </Section>
        <Section title={t('staff:second.title')}>
          <Suspense fallback={<i className="bone" style={{ height: 96 }} />}>
            <SecondStepCard />
          </Suspense>
        </Section>
        <Section title={t('staff:passkeys.title')}>
          <Suspense fallback={<i className="bone" style={{ height: 96 }} />}>
            <PasskeysCard />
          </Suspense>
        </Section>
        <Section title={t('staff:security.password')}>
          <Suspense fallback={<i className="bone" style={{ height: 220 }} />}>
            <PasswordForm />
          </Suspense>
        </Section>
      </div>
    </div>
  );
}

function Sessions() {
  const { t } = useTranslation('staff');
  const format = useFormat();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => api.get('/sessions') });
  const revoke = useMutation({
    mutationFn: (id: string) => api.remove(`/sessions/${id}`),
    onSuccess: () => {
      toast(t('staff:security.revoked'));
      return client.invalidateQueries({ queryKey: ['sessions'] });
    },
    onError: showProblem,
  });
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <i className="bone" style={{ height: 56 }} />;
  return (
    <ul className="setting-rows">
      {query.data.map((session) => (
        <li key={session.id}>
          <MonitorSmartphone size={18} aria-hidden />
          <span className="setting-text">
            <span className="clip" title={session.name}>
              {deviceOf(session.name)}
            </span>
            <small className="muted">
              {t('staff:security.last_used', { when: format.relative(session.last_used_at) })}
            </small>
          </span>
          {session.current ? (
            <Pill tone="jade">{t('staff:security.this')}</Pill>
          ) : (
            <Button size="small" onClick={() => revoke.mutate(session.id)}>
              {t('staff:security.revoke')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
