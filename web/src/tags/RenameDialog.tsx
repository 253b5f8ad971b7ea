import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isComposing } from '@/lib';
import { FormDialog } from '@/ui/FormDialog';

/** As long as a tag may be. */
const LONGEST = 30;

type Props = { tag: string; known: string[]; onRename: (to: string) => void; onClose: () => void };

/** Another name for a tag; that of another makes the two one. */
export function RenameDialog({ tag, known, onRename, onClose }: Props) {
  const { t } = useTranslation('tags');
  const [typed, setTyped] = useState(tag);
  const to = typed.trim();
  const merges = to !== tag && known.includes(to);
  const ready = to !== '' && to !== tag && [...to].length <= LONGEST;
  return (
    <FormDialog
      title={t('tags:rename_of', { tag })}
      touched={() => to !== tag}
      width={420}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button type="primary" disabled={!ready} onClick={() => onRename(to)}>
            {t(merges ? 'tags:merge' : 'ui:save')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <Input
        autoFocus
        value={typed}
        count={{ show: true, max: LONGEST }}
        aria-label={t('tags:name')}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && ready && !isComposing(event)) onRename(to);
        }}
      />
      <p className="tags-merges muted" role="status">
        {merges && t('tags:merges', { tag: to })}
      </p>
    </FormDialog>
  );
}
