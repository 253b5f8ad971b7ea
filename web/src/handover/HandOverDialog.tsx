import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Schema } from '@/api';
import { useShowProblem } from '@/lib';

import { ErrorLine, followJob } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { HeirList } from './HeirList';
import { HoldingList } from './HoldingList';
import './handover.css';
import { NO_PLAN, type Plan, sent, whatIsMissing } from './plan';
import { TakersForm } from './TakersForm';
import { type Holdings, useHoldings, useHoldingsText } from './useHoldings';

type Props = { user: Schema<'User'>; onClose: () => void; onQueued: () => void };

const STEPS = ['holds', 'takers', 'check'] as const;

/**
 * Who leaves and what they hold, who gets what, and a look before it is done. An active user is deactivated with it: what
 * changes hands then does so in the same moment, and the tray tells when all is done.
 */
export function HandOverDialog({ user, onClose, onQueued }: Props) {
  const { t } = useTranslation('handover');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const textOf = useHoldingsText();
  const [step, setStep] = useState(0);
  const [plan, setPlan] = useState<Plan>(NO_PLAN);
  const [asked, setAsked] = useState(false);
  const holdings = useHoldings(user.id);
  const missing = whatIsMissing(plan, user.id);
  const preview = useQuery({
    queryKey: [...keys.record('users', user.id), 'hand-over', plan],
    queryFn: () => api.post(`/users/${user.id}/hand-over/preview`, sent(plan)),
    enabled: step === 2,
    staleTime: 0,
  });
  const start = useMutation({
    mutationFn: () =>
      user.active
        ? api.post(`/users/${user.id}/deactivate`, sent(plan))
        : api.post(`/users/${user.id}/hand-over`, sent(plan)),
    onSuccess: ({ id }) => {
      const label = t('handover:job', { from: user.name, to: plan.successor?.name ?? '' });
      const refresh = () => {
        for (const list of ['accounts', 'contacts', 'tasks'])
          void client.invalidateQueries({ queryKey: keys.list(list) });
        void client.invalidateQueries({ queryKey: keys.record('users', user.id) });
      };
      followJob(id, label, refresh, ({ result }) => (result ? textOf(result as Holdings) : undefined));
      onQueued();
    },
    onError: showProblem,
  });
  const next = () => {
    setAsked(step === 1 && missing !== null);
    if (step !== 1 || missing === null) setStep(step + 1);
  };
  return (
    <FormDialog
      title={t(user.active ? 'handover:deactivate_of' : 'handover:of', { name: user.name })}
      width={560}
      touched={() => plan !== NO_PLAN}
      footer={(leave) => (
        <>
          <Button onClick={step === 0 ? leave : () => setStep(step - 1)}>
            {t(step === 0 ? 'ui:cancel' : 'handover:back')}
          </Button>
          {step < 2 ? (
            <Button type="primary" onClick={next}>
              {t('handover:next')}
            </Button>
          ) : (
            <Button
              type="primary"
              danger={user.active}
              disabled={!preview.data}
              loading={start.isPending}
              onClick={() => start.mutate()}
            >
              {t(user.active ? 'handover:deactivate' : 'handover:button')}
            </Button>
          )}
        </>
      )}
      onClose={onClose}
    >
      <ol className="handover-steps">
        {STEPS.map((each, n) => (
          <li key={each} aria-current={n === step ? 'step' : undefined}>
            <span className="num">{n + 1}</span>
            {t(`handover:step.${each}`)}
          </li>
        ))}
      </ol>
      <div className="handover-body">
        {step === 0 &&
          (holdings.error ? (
            <ErrorLine error={holdings.error} onRetry={() => void holdings.refetch()} />
          ) : (
            <HoldingList holdings={holdings.data} leaves={user.active} />
          ))}
        {step === 1 && (
          <TakersForm leaver={user.id} plan={plan} onChange={setPlan} missing={asked ? missing : null} />
        )}
        {step === 2 &&
          (preview.error ? (
            <ErrorLine error={preview.error} onRetry={() => void preview.refetch()} />
          ) : (
            <HeirList preview={preview.data} plan={plan} leaves={user.active} />
          ))}
      </div>
    </FormDialog>
  );
}
