import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { useFormat, useShowProblem } from '@/lib';
import { ErrorLine, followJob } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import './territories.css';

type Whose = 'nobodys' | 'everybodys';

/** How many customers would go to whom, and the button that does it. */
export function AssignDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('territories');
  const format = useFormat();
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const [whose, setWhose] = useState<Whose>('nobodys');
  const query = useQuery({
    queryKey: [...keys.list('territories'), 'preview', whose],
    queryFn: () => api.post('/territories/preview', { whose }),
    staleTime: 0,
  });
  const start = useMutation({
    mutationFn: () => api.post('/territories/assign', { whose }),
    onSuccess: ({ id }) => {
      const refresh = () => void client.invalidateQueries({ queryKey: keys.list('accounts') });
      followJob(id, t('territories:job'), refresh, ({ result }) =>
        t('territories:assigned', { count: Number((result as { assigned?: number } | null)?.assigned ?? 0) }),
      );
      onClose();
    },
    onError: showProblem,
  });
  const preview = query.data;
  const total = preview?.items.reduce((sum, { accounts }) => sum + accounts, 0) ?? 0;
  return (
    <FormDialog
      title={t('territories:look')}
      width={520}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button
            type="primary"
            disabled={total === 0}
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            {t('territories:assign', { count: total, number: format.number(total) })}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <Radio.Group
        aria-label={t('territories:whose')}
        value={whose}
        onChange={(event) => setWhose(event.target.value as Whose)}
        options={(['nobodys', 'everybodys'] as const).map((each) => ({
          value: each,
          label: t(`territories:whose.${each}`),
        }))}
      />
      <p className="muted quiet-note">{t('territories:left_alone')}</p>
      <div className="assign-body">
        {query.error ? (
          <ErrorLine error={query.error} onRetry={() => void query.refetch()} />
        ) : !preview ? (
          <i className="bone" style={{ height: 140 }} />
        ) : (
          <>
            <ul className="shares">
              {preview.items.map(({ territory, accounts, people }) => (
                <li key={territory.id}>
                  <span className="territory-text">
                    <strong className="clip">{territory.name}</strong>
                    <span className="muted">
                      {people
                        .map(({ user, accounts: n }) => `${user.name} ${format.number(n)}`)
                        .join(t('ui:comma'))}
                    </span>
                  </span>
                  <span>{format.number(accounts)}</span>
                </li>
              ))}
            </ul>
            {preview.left > 0 && (
              <p className="muted quiet-note">
                {t('territories:left', { count: preview.left, number: format.number(preview.left) })}
              </p>
            )}
          </>
        )}
      </div>
    </FormDialog>
  );
}
