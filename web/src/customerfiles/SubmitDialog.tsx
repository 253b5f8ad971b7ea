import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast } from '@/lib';
import { AskDialog } from './AskDialog';
import { useFileAction } from './useFile';

/** Hands the analysed file to those who review it. */
export function SubmitDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('customerfiles');
  const submit = useFileAction(
    id,
    (note: string) => api.post(`/accounts/${id}/file/submit`, { note: note || null }),
    () => {
      toast(t('customerfiles:submitted'));
      onClose();
    },
  );
  return (
    <AskDialog
      title={t('customerfiles:submit_title')}
      label={t('customerfiles:note')}
      yes={t('customerfiles:submit')}
      required={false}
      busy={submit.isPending}
      onSend={submit.mutate}
      onClose={onClose}
    />
  );
}
