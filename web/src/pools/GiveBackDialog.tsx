import { useNavigate } from '@tanstack/react-router';
import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Ref } from '@/api';
import { toast } from '@/lib';
import { ErrorState, RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { WHYS } from './types';
import { useFresh, usePools } from './usePools';

type Values = { pool_id: string; why: string; note: string };

/** Gives a customer back: to which pool, and why. */
export function GiveBackDialog({ account, onClose }: { account: Ref; onClose: () => void }) {
  const { t } = useTranslation('pools');
  const navigate = useNavigate();
  const fresh = useFresh();
  const query = usePools();
  const pools = query.data?.items.filter((pool) => pool.may_take || pool.may_keep);
  const first = pools?.[0];
  return (
    <FormDialog title={t('pools:give_back_of', { name: account.name })} width={440} onClose={onClose}>
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !pools ? (
        <i className="bone" style={{ height: 220 }} />
      ) : !first ? (
        <p className="muted">{t('pools:none')}</p>
      ) : (
        <RecordForm<Values>
          whole
          initial={{ pool_id: first.id, why: 'no_need', note: '' }}
          saveLabel={t('pools:give_back')}
          onSave={({ pool_id, why, note }) =>
            api.post(`/accounts/${account.id}/give-back`, {
              pool_id: pool_id ?? first.id,
              why: why ?? 'other',
              note: note || null,
            })
          }
          onSaved={() => {
            toast(t('pools:gave_back', { name: account.name }));
            fresh();
            void navigate({ to: '/accounts' });
          }}
          onCancel={onClose}
        >
          <Form.Item name="pool_id" label={t('pools:pool')}>
            <Select options={pools.map(({ id, name }) => ({ value: id, label: name }))} />
          </Form.Item>
          <Form.Item name="why" label={t('pools:why')}>
            <Select
              options={WHYS.map((why) => ({
                value: why,
                label: t(`pools:pooled.choices.pooled_why.${why}`),
              }))}
            />
          </Form.Item>
          <Form.Item name="note" label={t('pools:note')} extra={t('pools:note_hint')}>
            <TextArea rows={2} most={6} />
          </Form.Item>
        </RecordForm>
      )}
    </FormDialog>
  );
}
