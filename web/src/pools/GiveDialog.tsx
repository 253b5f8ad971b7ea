import { useMutation } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Ref } from '@/api';
import { useShowProblem } from '@/lib';
import { RefSelect } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { useFresh, useTell } from './usePools';

type Props = { ids: string[]; onClose: () => void; onDone: () => void };

/** Gives customers out of a pool to a colleague. */
export function GiveDialog({ ids, onClose, onDone }: Props) {
  const { t } = useTranslation('pools');
  const fresh = useFresh();
  const tell = useTell();
  const showProblem = useShowProblem();
  const [to, setTo] = useState<Ref | null>(null);
  const give = useMutation({
    mutationFn: (colleague: Ref) => api.post('/pooled/give', { ids, to_id: colleague.id }),
    onSuccess: (outcomes) => {
      tell(outcomes, 'given');
      onDone();
    },
    onError: showProblem,
    onSettled: fresh,
  });
  return (
    <FormDialog
      title={t('pools:give_many', { count: ids.length })}
      width={420}
      touched={() => to !== null}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button
            type="primary"
            disabled={!to}
            loading={give.isPending}
            onClick={() => to && give.mutate(to)}
          >
            {t('pools:give')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={t('pools:colleague')} htmlFor="colleague">
          <RefSelect id="colleague" list="users" value={to} onChange={setTo} />
        </Form.Item>
      </Form>
    </FormDialog>
  );
}
