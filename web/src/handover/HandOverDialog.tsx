import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref, type Schema } from '@/api';
import { useShowProblem } from '@/lib';

import { followJob, RefSelect } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { type Holdings, useHoldings, useHoldingsText } from './useHoldings';

type Props = { user: Schema<'User'>; onClose: () => void; onQueued: () => void };

/** Chooses the successor. An active user is deactivated first; the hand-over itself is a job that the tray shows. */
export function HandOverDialog({ user, onClose, onQueued }: Props) {
  const { t } = useTranslation('handover');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const textOf = useHoldingsText();
  const [successor, setSuccessor] = useState<Ref | null>(null);
  const holdings = useHoldings(user.id).data;
  const start = useMutation({
    mutationFn: ({ id }: Ref) =>
      user.active
        ? api.post(`/users/${user.id}/deactivate`, { successor_id: id })
        : api.post(`/users/${user.id}/hand-over`, { successor_id: id }),
    onSuccess: ({ id }, to) => {
      const label = t('handover:job', { from: user.name, to: to.name });
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
  return (
    <FormDialog
      title={t(user.active ? 'handover:deactivate_of' : 'handover:of', { name: user.name })}
      width={440}
      touched={() => successor !== null}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button
            type="primary"
            danger={user.active}
            disabled={!successor || successor.id === user.id}
            loading={start.isPending}
            onClick={() => successor && start.mutate(successor)}
          >
            {t(user.active ? 'handover:deactivate' : 'handover:button')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <Form layout="vertical">
        <Form.Item
          label={t('handover:successor')}
          extra={
            holdings ? t('handover:successor_of', { what: textOf(holdings) }) : t('handover:successor_hint')
          }
          htmlFor="successor"
        >
          <RefSelect id="successor" list="users" value={successor} onChange={setSuccessor} />
        </Form.Item>
      </Form>
    </FormDialog>
  );
}
