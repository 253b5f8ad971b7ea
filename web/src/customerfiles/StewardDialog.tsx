import { Button } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Ref } from '@/api';
import { toast } from '@/lib';
import { RefSelect } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import type { CustomerFile } from './types';
import { useFileAction } from './useFile';

/** Says who looks after the file; nobody in particular is the owner. */
export function StewardDialog({ file, onClose }: { file: CustomerFile; onClose: () => void }) {
  const { t } = useTranslation('customerfiles');
  const id = useId();
  const before = file.steward_is_owner ? null : (file.steward ?? null);
  const [steward, setSteward] = useState<Ref | null>(before);
  const account = file.account.id;
  const appoint = useFileAction(
    account,
    () => api.put(`/accounts/${account}/file/steward`, { steward_id: steward?.id ?? null }),
    () => {
      toast(t('ui:saved'));
      onClose();
    },
  );
  return (
    <FormDialog
      title={t('customerfiles:appoint')}
      width={420}
      touched={() => steward?.id !== before?.id}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button type="primary" loading={appoint.isPending} onClick={() => appoint.mutate(undefined)}>
            {t('ui:save')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <div className="file-form">
        <label htmlFor={id}>{t('customerfiles:steward')}</label>
        <RefSelect
          id={id}
          list="users"
          value={steward}
          placeholder={t('customerfiles:as_owner_choice')}
          onChange={setSteward}
        />
        <p className="muted">{t('customerfiles:steward_text')}</p>
      </div>
    </FormDialog>
  );
}
