import { Button } from 'antd';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useProblemText } from '@/lib';
import { makePasskey, showPasskey } from '../passkeys/browser';
import { NotHere } from '../passkeys/NotHere';
import { usePasskeyPlace } from '../passkeys/usePasskeyPlace';
import { deviceOf } from '../settings/deviceOf';
import type { AskedStep } from '../settings/types';

type Props = { next: AskedStep; onIn: () => void };

/** A passkey in place of a code: shown, or made when there is nothing yet. It is the way when there is no other. */
export function PasskeyStep({ next, onIn }: Props) {
  const { t } = useTranslation('staff');
  const problemText = useProblemText();
  const place = usePasskeyPlace();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { ticket, passkey, step } = next;
  if (!passkey) return null;
  // Where there is another way, nobody needs to hear why this one is closed.
  if (place.state !== 'here') return step === 'passkey' ? <NotHere place={place} /> : null;
  const take = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const credential = await (step === 'enrol' ? makePasskey(passkey) : showPasskey(passkey));
      const name = step === 'enrol' ? deviceOf(navigator.userAgent) : undefined;
      await api.post('/sessions/second-step', { ticket, credential, name }, { redirect: false });
      onIn();
    } catch (error) {
      setFailure(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="passkey-entry">
      {failure && (
        <p className="entry-failure" role="alert">
          {failure}
        </p>
      )}
      <Button
        type={step === 'passkey' ? 'primary' : 'default'}
        size="large"
        block
        icon={<Fingerprint size={16} aria-hidden />}
        loading={busy}
        onClick={() => void take()}
      >
        {t(step === 'enrol' ? 'staff:second.enrol_passkey' : 'staff:second.use_passkey')}
      </Button>
    </div>
  );
}
