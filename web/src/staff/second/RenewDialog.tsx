import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { CodeField } from './CodeField';
import { RecoveryCodes } from './RecoveryCodes';

/** Makes new recovery codes, against a code of the app. */
export function RenewDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('staff');
  const [codes, setCodes] = useState<string[]>([]);
  const has = codes.length > 0;
  return (
    <FormDialog
      title={t(has ? 'staff:second.codes_title' : 'staff:second.renew')}
      width={460}
      mask={{ closable: !has }}
      onClose={has ? onDone : onClose}
    >
      {has ? (
        <RecoveryCodes codes={codes} label={t('staff:second.finish')} onDone={onDone} />
      ) : (
        <RecordForm<{ code: string }>
          whole
          initial={{}}
          saveLabel={t('staff:second.renew')}
          onCancel={onClose}
          onSave={async ({ code }) => {
            const made = await api.post('/me/recovery-codes', { code });
            setCodes(made.recovery_codes);
          }}
        >
          <p className="muted quiet-note">{t('staff:second.renew_note')}</p>
          <CodeField />
        </RecordForm>
      )}
    </FormDialog>
  );
}
