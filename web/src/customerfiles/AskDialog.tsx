import { Button } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '@/ui/FormDialog';
import { TextArea } from '@/ui/TextArea';

type Props = {
  title: string;
  label: string;
  yes: string;
  /** Whether nothing is done without words. */
  required: boolean;
  busy: boolean;
  onSend: (text: string) => void;
  onClose: () => void;
  /** What is asked before the words. */
  children?: ReactNode;
};

/** Asks for a reason, and perhaps for something more before it. */
export function AskDialog({ title, label, yes, required, busy, onSend, onClose, children }: Props) {
  const { t } = useTranslation('customerfiles');
  const id = useId();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState(false);
  const lacks = required && text.trim() === '';
  const send = () => (lacks ? setRefused(true) : onSend(text.trim()));
  return (
    <FormDialog
      title={title}
      width={480}
      touched={() => text.trim() !== ''}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button type="primary" loading={busy} onClick={send}>
            {yes}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <div className="file-form">
        {children}
        <label htmlFor={id}>{label}</label>
        <TextArea
          id={id}
          rows={2}
          most={6}
          autoFocus={!children}
          value={text}
          status={refused && lacks ? 'error' : undefined}
          aria-invalid={refused && lacks}
          onChange={(event) => setText(event.target.value)}
        />
        {refused && lacks && (
          <p className="file-wrong" role="alert">
            {t('customerfiles:reason_required')}
          </p>
        )}
      </div>
    </FormDialog>
  );
}
