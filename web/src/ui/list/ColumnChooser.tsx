import { Columns3 } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Drop } from '../Drop';
import type { ColumnListProps } from './ColumnList';

const ColumnList = lazy(() => import('./ColumnList').then((file) => ({ default: file.ColumnList })));

/** The button that opens the choice of columns. The name always stays first. */
export function ColumnChooser(props: ColumnListProps) {
  const { t } = useTranslation('ui');
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        ref={opener}
        type="button"
        className="tool"
        aria-label={t('ui:columns.label')}
        aria-haspopup="dialog"
        aria-expanded={open}
        title={t('ui:columns.label')}
        onClick={() => setOpen(!open)}
      >
        <Columns3 size={15} aria-hidden />
      </button>
      {open && opener.current && (
        <Drop anchor={opener.current} placement="bottomRight" onClose={() => setOpen(false)}>
          <Suspense fallback={<div className="options columns" aria-busy="true" />}>
            <ColumnList {...props} />
          </Suspense>
        </Drop>
      )}
    </>
  );
}
