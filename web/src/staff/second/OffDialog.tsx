import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { CodeField } from './CodeField';
import { CurrentPassword } from './CurrentPassword';

type Props = { asksPassword: boolean; onClose: () => void; onDone: () => void };

/** Lets the password be enough again, against the password and a code. */
export function OffDialog({ asksPassword, onClose, onDone }: Props) {
  const { t } = useTranslation('staff');
  return (
    <FormDialog title={t('staff:second.off_title')} width={420} onClose={onClose}>
      <RecordForm<{ present?: string; code: string }>
        whole
        initial={{}}
        pointers={{ present: 'current' }}
        saveLabel={t('staff:second.turn_off')}
        onCancel={onClose}
        onSave={({ present, code }) => api.post('/me/authenticator/off', { current: present, code })}
        onSaved={onDone}
      >
        <p className="muted quiet-note">{t('staff:second.off_note')}</p>
        {asksPassword && <CurrentPassword />}
        <CodeField autoFocus={!asksPassword} />
      </RecordForm>
    </FormDialog>
  );
}
