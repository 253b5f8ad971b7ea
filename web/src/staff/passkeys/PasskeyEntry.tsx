import { Button } from 'antd';
import { Fingerprint } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, Problem } from '@/api';
import { useProblemText } from '@/lib';
import { offersWhileTyping, showPasskey } from './browser';
import { NotHere } from './NotHere';
import { PasskeyRoom } from './PasskeyRoom';
import { usePasskeyPlace } from './usePasskeyPlace';

/** A question to the browser works for ten minutes; it is asked anew before that. */
const ANEW_MS = 9 * 60_000;

/** Signs in with a passkey: by its button, or by picking one where the address is typed. */
export function PasskeyEntry({ onIn }: { onIn: () => void }) {
  const { t } = useTranslation('staff');
  const problemText = useProblemText();
  const place = usePasskeyPlace();
  const isHere = place.state === 'here';
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  // A browser asks one question at a time.
  const quiet = useRef<AbortController | null>(null);
  const latest = useRef(onIn);
  latest.current = onIn;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks anew.
  useEffect(() => {
    if (!isHere || busy) return;
    const asking = new AbortController();
    quiet.current = asking;
    const { signal } = asking;
    let shown = false;
    const ask = async () => {
      if (!(await offersWhileTyping()) || signal.aborted) return;
      await enter({ signal, quietly: true }, () => {
        shown = true;
      });
      latest.current();
    };
    ask().catch((error: unknown) => {
      // A passkey that the server has refused is said, and the browser goes on offering; what the browser says here is not asked
      // for, and a server that cannot ask just now is not pressed.
      if (signal.aborted || !shown || !(error instanceof Problem) || error.status === 0) return;
      setFailure(problemText(error));
      setRound((before) => before + 1);
    });
    const anew = setTimeout(() => setRound((before) => before + 1), ANEW_MS);
    return () => {
      clearTimeout(anew);
      asking.abort();
    };
  }, [isHere, busy, round, problemText]);

  if (place.state === 'elsewhere' || place.state === 'old_browser') return <NotHere place={place} />;
  if (place.state === 'asking') return <PasskeyRoom />;
  if (!isHere) return null;
  const press = async () => {
    quiet.current?.abort();
    setBusy(true);
    setFailure(null);
    try {
      await enter({});
      latest.current();
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
        size="large"
        block
        icon={<Fingerprint size={16} aria-hidden />}
        loading={busy}
        onClick={() => void press()}
      >
        {t('staff:passkeys.sign_in')}
      </Button>
    </div>
  );
}

async function enter(way: { signal?: AbortSignal; quietly?: boolean }, onShown?: () => void): Promise<void> {
  const asked = await api.post('/sessions/passkey/start', undefined, {
    redirect: false,
    signal: way.signal,
  });
  const credential = await showPasskey(asked.options, way);
  onShown?.();
  await api.post('/sessions/passkey', { ticket: asked.ticket, credential }, { redirect: false });
}
