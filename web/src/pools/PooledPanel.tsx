import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { Eye, Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Row, useListInfo } from '@/api';
import { isMasked, useLabels, useShortcuts, useShowProblem } from '@/lib';
import { Field, KeyValue } from '@/ui';
import type { Pool } from './types';
import { useFresh, useTake } from './usePools';

const SHOWN = [
  'channel_kind',
  'region',
  'pyramid',
  'abc',
  'history',
  'last_contact_on',
  'days_in_pool',
  'pooled_why',
  'pooled_from',
];

/** A customer in a pool: what anybody there may see, telephone and address once they are asked for, and taking it. */
export function PooledPanel({ row, pool, onTaken }: { row: Row; pool: Pool; onTaken: () => void }) {
  const { t } = useTranslation('pools');
  const labels = useLabels('pooled');
  const info = useListInfo('pooled');
  const fresh = useFresh();
  const showProblem = useShowProblem();
  const take = useTake(onTaken);
  const open = useMutation({
    mutationFn: () => api.post(`/pooled/${row.id}/open`),
    onSuccess: fresh,
    onError: showProblem,
  });
  const opened = open.data;
  useShortcuts(
    pool.may_take
      ? [
          {
            keys: 't',
            label: t('pools:take'),
            group: t('ui:shortcut.panel'),
            run: () => take.mutate([row.id]),
          },
        ]
      : [],
  );
  const fields = new Map(info.data?.fields.map((field) => [field.key, field]));
  const told = SHOWN.flatMap((key) => {
    const field = fields.get(key);
    const value = row[key];
    if (!field || value === null || value === undefined) return [];
    return [
      { key, label: labels.field(key), value: <Field list="pooled" field={field} value={value} exact /> },
    ];
  });
  const seen = (['address', 'website', 'remark', 'note'] as const).flatMap((key) =>
    opened?.[key] ? [{ key, label: t(`pools:seen.${key}`), value: opened[key] }] : [],
  );
  const phone = opened?.phone;
  const reach = phone
    ? [{ key: 'phone', label: t('pools:seen.phone'), value: <Telephone number={phone} /> }]
    : [];
  return (
    <div className="pooled-panel">
      <KeyValue items={[...reach, ...seen, ...told]} />
      {opened && reach.length + seen.length === 0 && <p className="muted">{t('pools:nothing_more')}</p>}
      {pool.may_take && (
        <div className="pooled-actions">
          <Button
            type="primary"
            icon={<Hand size={15} />}
            loading={take.isPending}
            onClick={() => take.mutate([row.id])}
          >
            {t('pools:take')}
          </Button>
          {!opened && (
            <Button icon={<Eye size={15} />} loading={open.isPending} onClick={() => open.mutate()}>
              {t('pools:open')}
            </Button>
          )}
        </div>
      )}
      {pool.may_take && !opened && (
        <p className="muted quiet-note">
          {t('pools:open_hint', { left: Math.max(0, pool.limits.views_per_day - pool.used.viewed_today) })}
        </p>
      )}
    </div>
  );
}

function Telephone({ number }: { number: string }) {
  if (isMasked(number)) return number;
  return (
    <a className="link" href={`tel:${number}`}>
      {number}
    </a>
  );
}
