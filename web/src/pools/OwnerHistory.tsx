import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Shield, ShieldOff } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { useFormat, useMay, useShowProblem } from '@/lib';
import { ErrorState, Section } from '@/ui';
import './pools.css';
import type { Owning } from './types';
import { useLacks } from './usePools';

const ProtectDialog = lazy(() => import('./ProtectDialog').then((file) => ({ default: file.ProtectDialog })));

/** Who has had a customer one after the other, how it came to them, and what stands between it and the pools. */
export function OwnerHistory({ id, frozen }: { id: string; frozen: boolean }) {
  const { t } = useTranslation('pools');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const mayKeep = useMay('pool', 'change') && !frozen;
  const lacksText = useLacks();
  const [protecting, setProtecting] = useState(false);
  const key = keys.under(id, 'ownership');
  const query = useQuery({ queryKey: key, queryFn: () => api.get(`/accounts/${id}/ownership`) });
  const refresh = () => void client.invalidateQueries({ queryKey: key });
  const free = useMutation({
    mutationFn: () => api.remove(`/accounts/${id}/protection`),
    onSuccess: refresh,
    onError: showProblem,
  });
  const told = query.data;
  return (
    <Section
      title={t('pools:owners')}
      action={
        mayKeep &&
        told &&
        (told.protection ? (
          <Button
            size="small"
            icon={<ShieldOff size={14} />}
            loading={free.isPending}
            onClick={() => free.mutate()}
          >
            {t('pools:unprotect')}
          </Button>
        ) : (
          <Button size="small" icon={<Shield size={14} />} onClick={() => setProtecting(true)}>
            {t('pools:protect')}
          </Button>
        ))
      }
    >
      {query.error && !told ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !told ? (
        <i className="bone" style={{ height: 80 }} />
      ) : (
        <>
          {told.protection && (
            <p className="pool-note">
              <Shield size={15} aria-hidden />
              {t('pools:protected', { day: told.protection.until, why: told.protection.why ?? '' })}
            </p>
          )}
          {told.warning?.holds && (
            <p className="pool-note warn">
              {t('pools:warned', {
                day: told.warning.due_on,
                pool: told.warning.pool.name,
                why: lacksText(told.warning.lacks) || told.warning.rule.name,
              })}
            </p>
          )}
          <ol className="owners">
            {told.owners.map((owning) => (
              <OwnerLine key={owning.since} owning={owning} />
            ))}
          </ol>
          {told.has_more && <p className="muted">{t('pools:owners_more')}</p>}
        </>
      )}
      <Suspense>
        {protecting && (
          <ProtectDialog
            id={id}
            onClose={() => setProtecting(false)}
            onSaved={() => {
              setProtecting(false);
              refresh();
            }}
          />
        )}
      </Suspense>
    </Section>
  );
}

function OwnerLine({ owning }: { owning: Owning }) {
  const { t } = useTranslation('pools');
  const format = useFormat();
  const lacksText = useLacks();
  const { owner, since, until, came, by, pool, why, note, rule, lacks } = owning;
  const reasons = [
    ...(why ? [t(`pools:pooled.choices.pooled_why.${why}`)] : []),
    ...(note ? [note] : []),
    ...(rule ? [rule] : []),
    ...(lacks.length > 0 ? [lacksText(lacks)] : []),
  ];
  return (
    <li>
      <p className="owner-line">
        <strong>{owner?.name ?? (pool ? t('pools:in_pool', { pool: pool.name }) : t('pools:nobody'))}</strong>
        <span className="muted">
          {format.date(since)} – {until ? format.date(until) : t('pools:until_now')}
        </span>
      </p>
      <p className="muted">
        {t(`pools:came.${came}`)}
        {by && by.id !== owner?.id && ` · ${by.name}`}
        {reasons.length > 0 && ` · ${reasons.join(t('ui:comma'))}`}
      </p>
    </li>
  );
}
