import { useTranslation } from 'react-i18next';
import { api, type Schema } from '@/api';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { CurrentPassword } from '../second/CurrentPassword';

type Props = { passkey: Schema<'Passkey'>; onClose: () => void; onDone: () => void };

/** Removes a passkey, against the password. */
export function RemoveDialog({ passkey, onClose, onDone }: Props) {
  const { t } = useTranslation('staff');
  return (
    <FormDialog
      title={t('staff:passkeys.remove_title', { name: passkey.name })}
      width={420}
      onClose={onClose}
    >
      <RecordForm<{ present: string }>
        whole
        initial={{}}
        pointers={{ present: 'current' }}
        saveLabel={t('staff:passkeys.remove')}
        onCancel={onClose}
        onSave={({ present }) => api.post(`/me/passkeys/${passkey.id}/remove`, { current: present })}
        onSaved={onDone}
      >
        <p className="muted quiet-note">{t('staff:passkeys.remove_note')}</p>
        <CurrentPassword />
      </RecordForm>
    </FormDialog>
  );
}
