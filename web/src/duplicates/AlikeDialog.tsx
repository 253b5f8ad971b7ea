import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/Dialog';
import { AlikeList } from './AlikeList';
import type { Sort } from './sorts';
import type { Found } from './types';

type Props = {
  sort: Sort;
  found: Found;
  /** Makes what was refused all the same; without it nothing was refused, and this only shows what there is. */
  onAllow?: () => void;
  onClose: () => void;
};

/** What is there already: to open it, to make another all the same, or to go back to the form. */
export function AlikeDialog({ sort, found, onAllow, onClose }: Props) {
  const { t } = useTranslation('duplicates');
  return (
    <Dialog
      title={t(onAllow ? `duplicates:refused.title_${sort}` : 'duplicates:note.title')}
      width={480}
      footer={
        onAllow ? (
          <>
            <Button onClick={onAllow}>{t('duplicates:refused.allow')}</Button>
            <Button type="primary" autoFocus onClick={onClose}>
              {t('duplicates:refused.back')}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>{t('ui:close')}</Button>
        )
      }
      onCancel={onClose}
    >
      {onAllow && <p className="muted">{t('duplicates:refused.text')}</p>}
      <AlikeList sort={sort} found={found} />
    </Dialog>
  );
}
