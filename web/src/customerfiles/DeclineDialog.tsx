import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { AskDialog } from './AskDialog';
import type { Proposal } from './types';

type Props = { proposal: Proposal; onClose: () => void; onDone: () => void };

/** Declines what a colleague proposes, with a reason. */
export function DeclineDialog({ proposal, onClose, onDone }: Props) {
  const { t } = useTranslation('customerfiles');
  const showProblem = useShowProblem();
  const decline = useMutation({
    mutationFn: (reason: string) => api.post(`/file-proposals/${proposal.id}/decline`, { reason }),
    onSuccess: () => {
      toast(t('customerfiles:declined'));
      onClose();
    },
    onError: showProblem,
    onSettled: onDone,
  });
  return (
    <AskDialog
      title={t('customerfiles:decline_title')}
      label={t('customerfiles:reason')}
      yes={t('customerfiles:decline')}
      required
      busy={decline.isPending}
      onSend={decline.mutate}
      onClose={onClose}
    />
  );
}
