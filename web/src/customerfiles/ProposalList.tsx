import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Check, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { toast, useFormat, useShowProblem } from '@/lib';
import { Pill, Section } from '@/ui';
import type { CustomerFile, Proposal } from './types';
import { useAnswerText } from './useAnswerText';

const DeclineDialog = lazy(() => import('./DeclineDialog').then((file) => ({ default: file.DeclineDialog })));

/** What colleagues propose, for the steward to accept or to decline. */
export function ProposalList({ file, frozen }: { file: CustomerFile; frozen: boolean }) {
  const { t } = useTranslation('customerfiles');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const [declining, setDeclining] = useState<Proposal | null>(null);
  const { id } = file.account;
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['under', id] });
    void client.invalidateQueries({ queryKey: keys.record('accounts', id) });
  };
  const accept = useMutation({
    mutationFn: (proposal: Proposal) => api.post(`/file-proposals/${proposal.id}/accept`),
    onSuccess: () => toast(t('customerfiles:accepted')),
    onError: showProblem,
    onSettled: refresh,
  });
  if (file.proposals.length === 0) return null;
  const maySettle = file.may.settle && !frozen;
  return (
    <Section title={t('customerfiles:proposals')}>
      <ul className="proposals">
        {file.proposals.map((proposal) => (
          <ProposalLine key={proposal.id} proposal={proposal}>
            {maySettle && proposal.state === 'open' && (
              <>
                <Button
                  size="small"
                  type="primary"
                  icon={<Check size={14} />}
                  loading={accept.isPending && accept.variables.id === proposal.id}
                  onClick={() => accept.mutate(proposal)}
                >
                  {t('customerfiles:accept')}
                </Button>
                <Button size="small" icon={<X size={14} />} onClick={() => setDeclining(proposal)}>
                  {t('customerfiles:decline')}
                </Button>
              </>
            )}
          </ProposalLine>
        ))}
      </ul>
      <Suspense>
        {declining && (
          <DeclineDialog proposal={declining} onClose={() => setDeclining(null)} onDone={refresh} />
        )}
      </Suspense>
    </Section>
  );
}

function ProposalLine({ proposal, children }: { proposal: Proposal; children: React.ReactNode }) {
  const { t } = useTranslation('customerfiles');
  const { label, text } = useAnswerText();
  const format = useFormat();
  const { field, state } = proposal;
  const part = field.startsWith('custom.') ? 'own' : 'account';
  const said = (value: unknown) => text(field, value) || t('customerfiles:empty');
  return (
    <li>
      <p className="proposal-change">
        <strong>{label({ field, part, label: proposal.label })}</strong>
        <s>{said(proposal.before)}</s> → <span>{said(proposal.proposed)}</span>
        {state !== 'open' && (
          <Pill tone={state === 'accepted' ? 'jade' : 'grey'}>{t(`customerfiles:proposal.${state}`)}</Pill>
        )}
      </p>
      <p className="muted in-text">
        {t('customerfiles:proposed_by', {
          name: proposal.by?.name ?? t('customerfiles:somebody'),
          day: format.date(proposal.at),
          reason: proposal.reason,
        })}
      </p>
      {proposal.answer && (
        <p className="muted in-text">{t('customerfiles:answered', { answer: proposal.answer })}</p>
      )}
      <div className="file-actions">{children}</div>
    </li>
  );
}
