import { Button, Segmented } from 'antd';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copy } from '@/lib';
import { configOf, doorAt, PLACEHOLDER, PROGRAMS, type Program } from './programs';
import './settings.css';

/** How an assistant is let in: where it knocks, and what its program is told; with a token that has just been made, as it is. */
export function Assistant({ token }: { token?: string }) {
  const { t } = useTranslation('staff');
  const [program, setProgram] = useState<Program>('claude_code');
  const address = doorAt(window.location.origin);
  return (
    <div className="assistant">
      <p>{t('staff:assistant.text')}</p>
      <p className="muted">
        {token === undefined && t('staff:assistant.placeholder', { token: PLACEHOLDER })}{' '}
        {t('staff:assistant.advice')}
      </p>
      <Taken label={t('staff:assistant.address')} text={address} />
      <Segmented
        block
        aria-label={t('staff:assistant.program')}
        value={program}
        onChange={setProgram}
        options={PROGRAMS.map((value) => ({ value, label: t(`staff:assistant.${value}`) }))}
      />
      <p className="muted">{t(`staff:assistant.${program}_text`)}</p>
      <Taken label={t('staff:assistant.config')} text={configOf(program, address, token)} />
    </div>
  );
}

/** A text to be taken elsewhere as it is. */
function Taken({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation('staff');
  const [taken, setTaken] = useState('');
  const take = async () => setTaken((await copy(text)) ? text : '');
  return (
    <div className="taken">
      {/* It may be wider than a telephone, and is then pushed by finger or by keys. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys */}
      <pre aria-label={label} role="group" tabIndex={0} translate="no">
        {text}
      </pre>
      <Button
        aria-label={`${t('staff:copy')} ${label}`}
        icon={taken === text ? <Check size={15} /> : <Copy size={15} />}
        onClick={() => void take()}
      />
    </div>
  );
}
