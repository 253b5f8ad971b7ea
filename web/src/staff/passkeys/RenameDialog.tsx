import { useTranslation } from 'react-i18next';
import { api, type Schema } from '@/api';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { PasskeyName } from './AddDialog';

type Props = { passkey: Schema<'Passkey'>; onClose: () => void; onDone: () => void };

/** Gives a passkey another name. */
export function RenameDialog({ passkey, onClose, onDone }: Props) {
  const { t } = useTranslation('staff');
  return (
    <FormDialog title={t('staff:passkeys.rename')} width={420} onClose={onClose}>
      <RecordForm<{ name: string }>
        whole
        initial={{ name: passkey.name }}
        onCancel={onClose}
        onSave={({ name }) => api.patch(`/me/passkeys/${passkey.id}`, { name })}
        onSaved={onDone}
      >
        <PasskeyName />
      </RecordForm>
    </FormDialog>
  );
}
