import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isComposing } from '@/lib';
import { FormDialog } from './FormDialog';
import './rename.css';

type Props = {
  /** What it is called now. */
  called: string;
  /** What others are called: who takes such a name becomes one with them. */
  known: string[];
  /** The longest name, in characters. */
  longest: number;
  texts: { title: string; name: string; merge: string; merges: (to: string) => string };
  onRename: (to: string) => void;
  onClose: () => void;
};

/** Another name for a word that records carry; that of another makes the two one. */
export function RenameDialog({ called, known, longest, texts, onRename, onClose }: Props) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState(called);
  const to = typed.trim();
  const merges = to !== called && known.includes(to);
  const ready = to !== '' && to !== called && [...to].length <= longest;
  return (
    <FormDialog
      title={texts.title}
      touched={() => to !== called}
      width={420}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button type="primary" disabled={!ready} onClick={() => onRename(to)}>
            {merges ? texts.merge : t('ui:save')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <Input
        autoFocus
        value={typed}
        count={{ show: true, max: longest }}
        aria-label={texts.name}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && ready && !isComposing(event)) onRename(to);
        }}
      />
      <p className="rename-merges muted" role="status">
        {merges && texts.merges(to)}
      </p>
    </FormDialog>
  );
}
