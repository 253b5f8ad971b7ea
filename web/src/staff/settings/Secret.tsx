import { Button, Input } from 'antd';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copy } from '@/lib';
import './settings.css';

/** Something that is shown this once: a link or a token, to be copied now. */
export function Secret({ label, value, note }: { label: string; value: string; note: string }) {
  const { t } = useTranslation('staff');
  const [copied, setCopied] = useState(false);
  const take = async () => {
    const done = await copy(value);
    setCopied(done);
    // Where the browser forbids it, the text is selected, and Ctrl C does the rest.
    if (!done) document.querySelector<HTMLInputElement>('.secret input')?.select();
  };
  return (
    <div className="secret" role="status">
      <div>
        <Input readOnly value={value} aria-label={label} onFocus={(event) => event.currentTarget.select()} />
        <Button
          type="primary"
          icon={copied ? <Check size={15} /> : <Copy size={15} />}
          onClick={() => void take()}
        >
          {t(copied ? 'staff:copied' : 'staff:copy')}
        </Button>
      </div>
      <p className="muted">{note}</p>
    </div>
  );
}
