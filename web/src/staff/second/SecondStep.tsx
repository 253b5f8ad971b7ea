import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import type { AskedStep } from '../settings/types';
import { useEntryForm } from '../useEntryForm';
import { Authenticator } from './Authenticator';
import { CodeField } from './CodeField';
import { PasskeyStep } from './PasskeyStep';
import { RecoveryCodes } from './RecoveryCodes';
import './second.css';

type Props = { next: AskedStep; onIn: () => void; onBack: () => void };

/** What is asked for after the password: a code or a passkey, or first one of both. */
export function SecondStep({ next, onIn, onBack }: Props) {
  const { t } = useTranslation('staff');
  const enrols = next.step === 'enrol';
  const [recovery, setRecovery] = useState(false);
  const [codes, setCodes] = useState<string[]>([]);
  const { busy, failure, bind } = useEntryForm<{ code: string }>(async ({ code }) => {
    const admitted = await api.post(
      '/sessions/second-step',
      { ticket: next.ticket, code },
      { redirect: false },
    );
    if (admitted.recovery_codes.length > 0) setCodes(admitted.recovery_codes);
    else onIn();
  });
  if (codes.length > 0) return <RecoveryCodes codes={codes} label={t('staff:second.go_in')} onDone={onIn} />;
  const byPasskey = next.step === 'passkey';
  const text = byPasskey ? 'passkey_text' : enrols ? 'enrol_text' : recovery ? 'recovery_text' : 'code_text';
  return (
    <>
      <p className="muted">{t(`staff:second.${text}`)}</p>
      {enrols && next.authenticator && <Authenticator told={next.authenticator} />}
      {!byPasskey && (
        <Form<{ code: string }> {...bind}>
          {failure && (
            <p className="entry-failure" role="alert">
              {failure}
            </p>
          )}
          <CodeField recovery={recovery} />
          <Button type="primary" htmlType="submit" size="large" block loading={busy}>
            {t('staff:login.button')}
          </Button>
        </Form>
      )}
      <PasskeyStep next={next} onIn={onIn} />
      <p className="second-ways">
        {!enrols && !byPasskey && (
          <button
            type="button"
            className="link"
            onClick={() => {
              bind.form.resetFields();
              setRecovery(!recovery);
            }}
          >
            {t(recovery ? 'staff:second.use_code' : 'staff:second.use_recovery')}
          </button>
        )}
        <button type="button" className="link" onClick={onBack}>
          {t('staff:second.back')}
        </button>
      </p>
    </>
  );
}
