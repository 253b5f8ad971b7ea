import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { KeyRound, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useFormat, useShowProblem } from '@/lib';
import { confirm, Empty, ErrorState, PageHeader, Pill, Section } from '@/ui';
import { Assistant } from './Assistant';
import type { Scope } from './scope';
import type { Credential } from './types';
import './settings.css';

const TokenDialog = lazy(() => import('./TokenDialog').then((file) => ({ default: file.TokenDialog })));

function reachOf(token: Credential) {
  if (token.scope) return 'chosen';
  return token.read_only ? 'read_only' : 'everything';
}

/** Keys with which a program may act in one's name. */
export function TokensPage() {
  const { t } = useTranslation('staff');
  const format = useFormat();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const [making, setMaking] = useState(false);
  const query = useQuery({ queryKey: ['tokens'], queryFn: () => api.get('/tokens') });
  const revoke = useMutation({
    mutationFn: (id: string) => api.remove(`/tokens/${id}`),
    onSuccess: () => {
      toast(t('staff:tokens.revoked'));
      return client.invalidateQueries({ queryKey: ['tokens'] });
    },
    onError: showProblem,
  });
  const drop = async (token: Credential) => {
    const yes = await confirm({
      title: t('staff:tokens.revoke_title', { name: token.name }),
      text: t('staff:tokens.revoke_text'),
      yes: t('staff:tokens.revoke'),
      danger: true,
    });
    if (yes) revoke.mutate(token.id);
  };
  const scopeText = (scope: Scope) =>
    Object.entries(scope)
      .map(([object, access]) =>
        t('staff:tokens.scope_of', {
          object: t(`staff:object.${object}`, { defaultValue: object }),
          access: t(`staff:tokens.access.${access}`),
        }),
      )
      .join(t('staff:tokens.scope_and'));
  const add = (
    <Button type="primary" icon={<Plus size={15} />} onClick={() => setMaking(true)}>
      {t('staff:tokens.new')}
    </Button>
  );
  return (
    <>
      <div className="page">
        <PageHeader title={t('staff:settings.tokens')} sub={t('staff:tokens.text')} actions={add} />
        <div className="page-body settings-body">
          {query.isError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <i className="bone" style={{ height: 56 }} />
          ) : query.data.length === 0 ? (
            <Empty icon={KeyRound} title={t('staff:tokens.none')} text={t('staff:tokens.none_text')} />
          ) : (
            <ul className="setting-rows">
              {query.data.map((token) => (
                <li key={token.id}>
                  <KeyRound size={18} aria-hidden />
                  <span className="setting-text">
                    <span className="clip">{token.name}</span>
                    <small className="muted">
                      {t('staff:tokens.until', { date: format.date(token.expires_at) })} ·{' '}
                      {t('staff:security.last_used', { when: format.relative(token.last_used_at) })}
                    </small>
                    {token.scope && <small className="muted">{scopeText(token.scope)}</small>}
                  </span>
                  <Pill dot={false}>{t(`staff:tokens.${reachOf(token)}`)}</Pill>
                  <Button size="small" onClick={() => void drop(token)}>
                    {t('staff:tokens.revoke')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <Section title={t('staff:assistant.title')}>
            <Assistant />
          </Section>
        </div>
      </div>
      <Suspense>{making && <TokenDialog onClose={() => setMaking(false)} />}</Suspense>
    </>
  );
}
