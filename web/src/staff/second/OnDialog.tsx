import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema } from '@/api';
import { ErrorState, RecordForm } from '@/ui';
import { FormDialog } from '@/ui/FormDialog';
import { Authenticator } from './Authenticator';
import { CodeField } from './CodeField';
import { CurrentPassword } from './CurrentPassword';
import { RecoveryCodes } from './RecoveryCodes';

type Started = Schema<'StartedAuthenticator'>;
type Props = { asksPassword: boolean; replaces: boolean; onClose: () => void; onDone: () => void };

/** Sets an authenticator app up, or another in its place: the password, the picture and a code, the recovery codes. */
export function OnDialog({ asksPassword, replaces, onClose, onDone }: Props) {
  const { t } = useTranslation('staff');
  const [started, setStarted] = useState<Started | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const has = codes.length > 0;
  return (
    <FormDialog
      title={t(has ? 'staff:second.codes_title' : replaces ? 'staff:second.replace' : 'staff:second.turn_on')}
      width={460}
      mask={{ closable: !started }}
      // The recovery codes stand for what is on already.
      onClose={has ? onDone : onClose}
    >
      {has ? (
        <RecoveryCodes codes={codes} label={t('staff:second.finish')} onDone={onDone} />
      ) : started ? (
        <>
          <Authenticator told={started.authenticator} />
          <RecordForm<{ code: string; old_code?: string }>
            whole
            initial={{}}
            saveLabel={t('staff:second.confirm')}
            onCancel={onClose}
            onSave={async (values) => {
              const made = await api.post('/me/authenticator/confirm', { ticket: started.ticket, ...values });
              setCodes(made.recovery_codes);
            }}
          >
            {replaces ? (
              <>
                <CodeField label={t('staff:second.new_code')} />
                <CodeField name="old_code" label={t('staff:second.old_code')} autoFocus={false} />
              </>
            ) : (
              <CodeField />
            )}
          </RecordForm>
        </>
      ) : asksPassword ? (
        <RecordForm<{ present: string }>
          whole
          initial={{}}
          pointers={{ present: 'current' }}
          saveLabel={t('staff:second.go_on')}
          onCancel={onClose}
          onSave={async ({ present }) =>
            setStarted(await api.post('/me/authenticator', { current: present }))
          }
        >
          <p className="muted quiet-note">{t('staff:second.password_text')}</p>
          <CurrentPassword />
        </RecordForm>
      ) : (
        <Starting onStarted={setStarted} />
      )}
    </FormDialog>
  );
}

/** Who has no password begins at once. */
function Starting({ onStarted }: { onStarted: (started: Started) => void }) {
  const start = useMutation({ mutationFn: () => api.post('/me/authenticator', {}), onSuccess: onStarted });
  const { mutate } = start;
  useEffect(() => mutate(), [mutate]);
  if (start.error) return <ErrorState error={start.error} onRetry={() => mutate()} />;
  return <i className="bone" style={{ height: 260 }} />;
}
