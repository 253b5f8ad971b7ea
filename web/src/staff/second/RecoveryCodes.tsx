import { Button, Checkbox } from 'antd';
import { Check, Copy, Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copy } from '@/lib';
import './second.css';

type Props = { codes: string[]; label: string; onDone: () => void };

/** The codes for when the telephone is lost, shown this once: one goes on when they are kept. */
export function RecoveryCodes({ codes, label, onDone }: Props) {
  const { t } = useTranslation('staff');
  const [copied, setCopied] = useState(false);
  const [kept, setKept] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  // Whoever listens instead of looking hears that something new is here.
  useEffect(() => list.current?.focus(), []);
  const text = `${codes.join('\n')}\n`;
  const take = async () => {
    const done = await copy(text);
    setCopied(done);
    if (!done && list.current) window.getSelection()?.selectAllChildren(list.current);
  };
  const save = () => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = Object.assign(document.createElement('a'), {
      href: url,
      download: 'guanxi-recovery-codes.txt',
    });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <div className="recovery">
      <p>{t('staff:second.codes_text')}</p>
      <ul ref={list} tabIndex={-1} aria-label={t('staff:second.codes')} translate="no">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="recovery-ways">
        <Button icon={copied ? <Check size={15} /> : <Copy size={15} />} onClick={() => void take()}>
          {t(copied ? 'staff:copied' : 'staff:copy')}
        </Button>
        <Button icon={<Download size={15} />} onClick={save}>
          {t('staff:second.download')}
        </Button>
      </div>
      <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)}>
        {t('staff:second.kept')}
      </Checkbox>
      <Button type="primary" size="large" block disabled={!kept} onClick={onDone}>
        {label}
      </Button>
    </div>
  );
}
