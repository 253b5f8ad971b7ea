import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useFormat } from '@/lib';
import { ErrorState } from '@/ui';
import { Dialog } from '@/ui/Dialog';
import { KeyValue } from '@/ui/KeyValue';
import './providers.css';
import type { Provider } from './types';

/** What a provider must be told of Guanxi, and the latest who came from it, with what became of it. */
export function AttemptsDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const { t } = useTranslation('staff');
  const format = useFormat();
  const query = useQuery({
    queryKey: ['provider-attempts', provider.id],
    queryFn: () => api.get(`/identity-providers/${provider.id}/attempts`),
    staleTime: 0,
  });
  const link = `${window.location.origin}/login#provider=${provider.id}`;
  return (
    <Dialog
      title={t('staff:provider.attempts_of', { name: provider.name })}
      footer={null}
      width={560}
      onCancel={onClose}
    >
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 160 }} />
      ) : (
        <>
          <KeyValue
            items={[
              {
                key: 'redirect',
                label: t('staff:provider.redirect_url'),
                value: query.data.redirect_url ?? t('staff:provider.no_address'),
              },
              { key: 'link', label: t('staff:provider.link'), value: link },
            ]}
          />
          {query.data.attempts.length === 0 ? (
            <p className="muted quiet-note">{t('staff:provider.no_attempts')}</p>
          ) : (
            <ul className="attempts">
              {query.data.attempts.map(({ id, at, outcome, who, detail }) => (
                <li key={id}>
                  <span>
                    {format.date(at)} · {who ?? '–'}
                  </span>
                  <strong>{t([`staff:provider.outcome.${outcome}`, 'staff:provider.outcome.other'])}</strong>
                  {detail && (
                    <small className="muted" lang="en">
                      {detail}
                    </small>
                  )}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Dialog>
  );
}
