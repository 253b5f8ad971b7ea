import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref } from '@/api';
import { useShowProblem } from '@/lib';
import { followJob, RefSelect } from '@/ui';
import type { User } from './types';
import { type Holdings, useHoldings, useHoldingsText } from './useHoldings';

type Props = { user: User; onClose: () => void; onQueued: () => void };

/** Chooses the successor. An active user is deactivated first; the hand-over itself is a job that the tray shows. */
export function HandOverDialog({ user, onClose, onQueued }: Props) {
  const { t } = useTranslation('staff');
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
      const label = t('staff:hand_over.job', { from: user.name, to: to.name });
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
      title={t(user.active ? 'staff:user.deactivate_title' : 'staff:hand_over.of', { name: user.name })}
      okText={t(user.active ? 'staff:user.deactivate' : 'staff:hand_over.button')}
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
          label={t('staff:user.successor')}
          extra={
            holdings
              ? t('staff:user.successor_of', { what: textOf(holdings) })
              : t('staff:user.successor_hint')
          }
          htmlFor="successor"
        >
          <RefSelect id="successor" list="users" value={successor} onChange={setSuccessor} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
