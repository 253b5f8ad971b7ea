import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref, type Schema } from '@/api';
import { useShowProblem } from '@/lib';

import { followJob, RefSelect } from '@/ui';
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
    <Modal
      open
      title={t(user.active ? 'handover:deactivate_of' : 'handover:of', { name: user.name })}
      okText={t(user.active ? 'handover:deactivate' : 'handover:button')}
      cancelText={t('ui:cancel')}
      okButtonProps={{
        danger: user.active,
        disabled: !successor || successor.id === user.id,
        loading: start.isPending,
      }}
      onOk={() => successor && start.mutate(successor)}
      onCancel={onClose}
      width={440}
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
    </Modal>
  );
}
