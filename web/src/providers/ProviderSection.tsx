import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Building2, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { confirm, ErrorState, Pill, Section } from '@/ui';
import type { Provider } from './types';

const ProviderDialog = lazy(() =>
  import('./ProviderDialog').then((file) => ({ default: file.ProviderDialog })),
);
const AttemptsDialog = lazy(() =>
  import('./AttemptsDialog').then((file) => ({ default: file.AttemptsDialog })),
);

/** The other houses by which people sign in to the workspace; only administrators see them. */
export function ProviderSection() {
  const { t } = useTranslation('staff');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const [asked, setAsked] = useState<{ provider?: Provider } | null>(null);
  const [watched, setWatched] = useState<Provider | null>(null);
  const query = useQuery({ queryKey: ['identity-providers'], queryFn: () => api.get('/identity-providers') });
  const fresh = () => client.invalidateQueries({ queryKey: ['identity-providers'] });
  const remove = useMutation({
    mutationFn: (id: string) => api.remove(`/identity-providers/${id}`),
    onSuccess: fresh,
    onError: showProblem,
  });
  const drop = async (provider: Provider) => {
    const yes = await confirm({
      title: t('staff:provider.remove_title', { name: provider.name }),
      text: t('staff:provider.remove_text'),
      yes: t('ui:delete'),
      danger: true,
    });
    if (yes) remove.mutate(provider.id);
  };
  return (
    <Section
      title={t('staff:provider.title')}
      action={
        <Button size="small" icon={<Plus size={14} />} onClick={() => setAsked({})}>
          {t('staff:provider.new')}
        </Button>
      }
    >
      <p className="muted quiet-note">{t('staff:provider.text')}</p>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 56 }} />
      ) : (
        <ul className="setting-rows">
          {query.data.map((provider) => (
            <li key={provider.id} className="invitation">
              <Building2 size={18} aria-hidden />
              <span className="setting-text">
                <span className="clip">{provider.name}</span>
                <small className="muted clip">{provider.issuer}</small>
              </span>
              <Pill tone={provider.active ? 'jade' : 'grey'}>
                {t(provider.active ? 'staff:provider.is_active' : 'staff:provider.is_inactive')}
              </Pill>
              <span className="invitation-actions">
                <Button size="small" onClick={() => setWatched(provider)}>
                  {t('staff:provider.attempts')}
                </Button>
                <Button size="small" onClick={() => setAsked({ provider })}>
                  {t('staff:provider.change')}
                </Button>
                <Button size="small" onClick={() => void drop(provider)}>
                  {t('ui:delete')}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Suspense>
        {asked && (
          <ProviderDialog
            provider={asked.provider}
            onClose={() => setAsked(null)}
            onSaved={() => {
              setAsked(null);
              toast(t('ui:saved'));
              void fresh();
            }}
          />
        )}
        {watched && <AttemptsDialog provider={watched} onClose={() => setWatched(null)} />}
      </Suspense>
    </Section>
  );
}
