import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isComposing } from '@/lib';
import { FormDialog } from '@/ui/FormDialog';
import './catalogue.css';
import { LONGEST_FAMILY } from './types';

type Props = { family: string; known: string[]; onRename: (to: string) => void; onClose: () => void };

/** Another name for a family; that of another makes the two one. */
export function RenameDialog({ family, known, onRename, onClose }: Props) {
  const { t } = useTranslation('catalogue');
  const [typed, setTyped] = useState(family);
  const to = typed.trim();
  const merges = to !== family && known.includes(to);
  const ready = to !== '' && to !== family && [...to].length <= LONGEST_FAMILY;
  return (
    <FormDialog
      title={t('catalogue:rename_of', { family })}
      touched={() => to !== family}
      width={420}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button type="primary" disabled={!ready} onClick={() => onRename(to)}>
            {t(merges ? 'catalogue:merge' : 'ui:save')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <Input
        autoFocus
        value={typed}
        count={{ show: true, max: LONGEST_FAMILY }}
        aria-label={t('catalogue:family_name')}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && ready && !isComposing(event)) onRename(to);
        }}
      />
      <p className="family-merges muted" role="status">
        {merges && t('catalogue:merges', { family: to })}
      </p>
    </FormDialog>
  );
}
